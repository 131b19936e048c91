namespace DualScale.Evaluation.Boosting;

/// <summary>A tree over binned features; node 0 is its root.</summary>
internal sealed class RegressionTree
{
    private readonly List<Node> _nodes = [new Node()];

    /// <summary>Adds two leaves below one.</summary>
    public (int Left, int Right) Split(int leaf, in TreeSplit split)
    {
        var left = _nodes.Count;
        _nodes[leaf] = _nodes[leaf] with { Split = split, Left = left };
        _nodes.Add(new Node());
        _nodes.Add(new Node());
        return (left, left + 1);
    }

    /// <summary>Gives a leaf its value.</summary>
    public void SetValue(int leaf, double value) => _nodes[leaf] = _nodes[leaf] with { Value = value };

    /// <summary>The value of the leaf in which a row ends.</summary>
    public double Value(FeatureBins[] features, int row)
    {
        var node = _nodes[0];
        while (node.Left > 0)
            node = _nodes[node.Split.GoesLeft(features[node.Split.Feature].Bins[row]) ? node.Left : node.Left + 1];
        return node.Value;
    }

    private readonly record struct Node(TreeSplit Split, int Left, double Value);
}
