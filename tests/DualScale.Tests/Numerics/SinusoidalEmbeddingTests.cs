using DualScale.Numerics;

namespace DualScale.Tests.Numerics;

public sealed class SinusoidalEmbeddingTests
{
    [Fact]
    public void Embeddings_equal_the_published_ones()
    {
        var golden = new GoldenCase("sinusoidal-embedding");

        // The argument's rounding: 25·x or t times a frequency, up to 100, at 6e-8 relative.
        Embed([.. golden.Values<long>("t").Select(t => (float)t)], 128, 1)
            .ShouldBeCloseTo(golden.Values<float>("t_emb"), 3e-5, 0, "timestep");
        Embed(golden.Values<float>("x"), 128, 25).ShouldBeCloseTo(golden.Values<float>("x_emb_scale25"), 3e-5, 0, "coordinate");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(22)]
    [InlineData(128)]
    public void Vector_sine_and_cosine_are_the_library_functions_to_two_units(int dimension)
    {
        float[] points = [0, -0f, 1e-8f, 0.7853982f, 1.5707964f, -3.1415927f, 100.3f, -4000.7f, 8191.9f, 8192.1f, 1e6f];
        var embedded = Embed(points, dimension, 1);
        var half = dimension / 2;
        for (var row = 0; row < points.Length; row++)
        {
            // The highest frequency is 1: there the argument is the number itself.
            Assert.Equal(Math.Sin(points[row]), embedded[row * dimension], 2.4e-7);
            Assert.Equal(Math.Cos(points[row]), embedded[row * dimension + half], 2.4e-7);
        }
    }

    private static float[] Embed(float[] values, int dimension, float scale)
    {
        var graph = new Graph();
        var x = graph.Input(Domain.Batch, 1);
        var embedding = graph.SinusoidalEmbedding(x, dimension, scale);
        using var workspace = Workspace<float>.ForTraining(new GraphPlan(graph), values.Length, 1);
        for (var row = 0; row < values.Length; row++)
            workspace.Value(x)[row][0] = values[row];
        workspace.Forward(workspace.Plan.StepOf(embedding), 0, values.Length);
        return [.. Enumerable.Range(0, values.Length).SelectMany(row => workspace.Value(embedding)[row].ToArray())];
    }
}
