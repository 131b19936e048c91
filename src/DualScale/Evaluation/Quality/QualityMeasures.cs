namespace DualScale.Evaluation.Quality;

/// <summary>The measures of a table's quality and privacy by name. One more is a file of its own and a line here.</summary>
public static class QualityMeasures
{
    /// <summary>The mean distance of single columns.</summary>
    public const string Columns = "columns";

    /// <summary>The mean difference of associations of two columns.</summary>
    public const string Pairs = "pairs";

    /// <summary>The AUC of boosted trees between the tables.</summary>
    public const string Classifier = "classifier";

    /// <summary>The share of nearest neighbours in the own table.</summary>
    public const string Neighbours = "neighbours";

    /// <summary>The share of synthetic rows within the manifold of the real ones.</summary>
    public const string Precision = "precision";

    /// <summary>The share of real rows within the manifold of the synthetic ones.</summary>
    public const string Recall = "recall";

    /// <summary>The score of training on synthetic rows, as a share of that of real ones.</summary>
    public const string Utility = "utility";

    /// <summary>The share of rows that stand in the real table.</summary>
    public const string Copies = "copies";

    /// <summary>The median distance to the closest training row.</summary>
    public const string Closest = "closest";

    /// <summary>The median ratio of the distances to the two closest training rows.</summary>
    public const string Ratio = "distance-ratio";

    /// <summary>The share of rows nearer to a training row than to a held-out one.</summary>
    public const string Closer = "closer-to-training";

    /// <summary>The AUC of an attacker who asks which rows were trained on.</summary>
    public const string Membership = "membership";

    internal static IReadOnlyList<(string Name, string Description, bool IsPrivacy, QualityMeasure Measure)> Catalogue { get; } =
    [
        (Columns, "mean distance of columns", false, new ColumnMeasure()),
        (Pairs, "mean difference of pairs", false, new PairMeasure()),
        (Classifier, "AUC of boosted trees", false, new ClassifierMeasure()),
        (Neighbours, "share of neighbours in the own table", false, new NeighbourMeasure()),
        (Precision, "precision: rows among real ones", false, new PrecisionMeasure()),
        (Recall, "recall: real rows among them", false, new RecallMeasure()),
        (Utility, "train on synthetic, test on real", false, new UtilityMeasure()),
        (Copies, "share of exact copies", true, new CopiesMeasure()),
        (Closest, "distance to the closest training row", true, new ClosestRecordMeasure()),
        (Ratio, "that distance over the second one", true, new DistanceRatioMeasure()),
        (Closer, "share nearer to training than held-out", true, new CloserToTrainingMeasure()),
        (Membership, "AUC of membership inference", true, new MembershipMeasure()),
    ];

    /// <summary>Name, what it is in a few words, and whether it is about privacy.</summary>
    public static IReadOnlyList<(string Name, string Description, bool IsPrivacy)> All { get; } =
        [.. Catalogue.Select(entry => (entry.Name, entry.Description, entry.IsPrivacy))];
}
