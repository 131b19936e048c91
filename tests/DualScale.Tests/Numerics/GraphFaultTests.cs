using DualScale.Numerics;

namespace DualScale.Tests.Numerics;

/// <summary>What a graph refuses to be built of, before it reads memory that is not its own.</summary>
public sealed class GraphFaultTests
{
    [Fact]
    public void Nodes_of_another_graph_are_refused()
    {
        var (graph, other) = (new Graph(), new Graph());
        var (x, foreign) = (graph.Input(Domain.Batch, 3), other.Input(Domain.Batch, 3));
        Assert.Contains("its own graph", Assert.Throws<ArgumentException>(() => graph.Linear("a", 4, x, foreign)).Message);
        Assert.Contains("its own graph", Assert.Throws<ArgumentException>(() => graph.Relu(foreign)).Message);
    }

    [Fact]
    public void Waves_ascend_and_what_spreads_means_of_levels_is_of_levels_too()
    {
        var graph = new Graph();
        var (x, level) = (graph.Input(Domain.Batch, 1), graph.Input(Domain.Level, 1));
        Assert.Throws<ArgumentException>(() => graph.ExpectedSinusoids(x, level, [2, 1]));
        Assert.Throws<ArgumentException>(() => graph.ExpectedSinusoids(x, level, [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => graph.ExpectedSinusoids(level, x, [1, 2]));
        Assert.Equal(4, graph.ExpectedSinusoids(x, level, [1, 2]).Width);
    }
}
