using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Tests.Numerics;

/// <summary>The graph stays as the formula has it; splitting, gathering and merging are the plan's.</summary>
public sealed class GraphPlanTests
{
    private readonly Graph _graph = new();
    private readonly Node _x;
    private readonly Node _t;

    public GraphPlanTests() => (_x, _t) = (_graph.Input(Domain.Batch, 3), _graph.Input(Domain.Level, 2));

    [Fact]
    public void A_layer_over_both_domains_is_one_node_and_two_steps()
    {
        var layer = _graph.Linear("a", 4, _t, _x, _t);
        var plan = new GraphPlan(_graph);

        var whole = Assert.IsType<Linear>(layer.Operation);
        Assert.Equal([_t, _x, _t], layer.Inputs);
        Assert.Equal([0, 1, 2], whole.Segments);
        Assert.Equal((_graph.Parameters[0], _graph.Parameters[1]), (whole.Weight, whole.Bias));
        var step = plan.StepOf(layer);
        Assert.Equal([plan.StepOf(_x), plan.Steps[step.Index - 1]], step.Inputs);
        Assert.Equal([1], Assert.IsType<Linear>(step.Operation).Segments);
        Assert.Equal([plan.StepOf(_t), plan.StepOf(_t)], step.Inputs[1].Inputs);
        Assert.Equal([0, 2], Assert.IsType<Linear>(step.Inputs[1].Operation).Segments);
        Assert.Equal((Domain.Batch, Domain.Level), (step.Domain, step.Inputs[1].Domain));
    }

    [Fact]
    public void What_levels_and_batch_share_is_gathered_once()
    {
        var (sum, product) = (_x + _graph.Column(_t, 1), _graph.Column(_t, 0) * _x);
        var twice = _graph.Add(product, product.Inputs[0]);
        var plan = new GraphPlan(_graph);

        Assert.DoesNotContain(_graph.Nodes, node => node.Operation is Gather);
        Assert.Equal(2, plan.Steps.Count(step => step.Operation is Gather));
        Assert.Equal(plan.StepOf(product).Inputs[0], plan.StepOf(twice).Inputs[1]);
        Assert.Equal(plan.StepOf(sum.Inputs[1]), plan.StepOf(sum).Inputs[1].Inputs[0]);
    }

    [Fact]
    public void A_residual_sum_is_the_product_that_starts_from_it()
    {
        var sum = _x + _graph.Linear("a", 3, _graph.Relu(_x));
        var plan = new GraphPlan(_graph);

        Assert.Equal(plan.StepOf(sum.Inputs[1]), plan.StepOf(sum));
        Assert.Equal([plan.StepOf(sum.Inputs[1].Inputs[0]), plan.StepOf(_x)], plan.StepOf(sum).Inputs);
        Assert.True(Assert.IsType<Linear>(plan.StepOf(sum).Operation).HasAddend);
        Assert.IsType<Add>(sum.Operation);
        Assert.False(Assert.IsType<Linear>(sum.Inputs[1].Operation).HasAddend);
    }

    [Fact]
    public void A_product_that_somebody_else_looks_at_stays()
    {
        var (read, kept) = (_graph.Linear("read", 3, _x), _graph.Output("kept", _graph.Linear("kept", 3, _x)));
        var narrow = _graph.Column(_x, 0) + _graph.Linear("wide", 3, _x);
        Node[] sums = [_x + read, _x + kept, narrow, _x + _graph.Linear("levels", 3, _t), read + _graph.Relu(read)];
        var plan = new GraphPlan(_graph);

        Assert.All(sums, sum => Assert.IsType<Add>(plan.StepOf(sum).Operation));
        Assert.All(sums, sum => Assert.NotEqual(plan.StepOf(sum.Inputs[1]), plan.StepOf(sum)));
    }

    [Fact]
    public void A_complete_graph_stays_as_it_is()
    {
        var y = _graph.Linear("a", 3, _x);
        _graph.Seal();
        var (nodes, parameters) = (_graph.Nodes.Count, _graph.Parameters.Count);
        _ = new GraphPlan(_graph, y);

        Assert.Throws<InvalidOperationException>(() => _graph.Relu(y));
        Assert.Throws<InvalidOperationException>(() => _graph.Linear("b", 3, y));
        Assert.Throws<InvalidOperationException>(() => _graph.Output("y", y));
        Assert.Equal((nodes, parameters, 0), (_graph.Nodes.Count, _graph.Parameters.Count, _graph.Outputs.Count));
    }

    [Fact]
    public void Everything_an_operation_is_made_with_can_be_read()
    {
        var made = from type in typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)))
                   from constructor in type.GetConstructors()
                   from parameter in constructor.GetParameters()
                   select (type, parameter.Name);
        Assert.All(made, pair => Assert.Contains(
            pair.type.GetProperties(),
            property => string.Equals(property.Name, pair.Name, StringComparison.OrdinalIgnoreCase)));
    }
}
