using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Tests.Formulas;

/// <summary>Every network, grid and parametrisation of the product beside its plain formula.</summary>
public sealed class NetworkFormulaTests
{
    // Single precision through some five layers; outputs are of the order of 1.
    private const double Absolute = 2e-5, Relative = 2e-5;

    public static TheoryData<string> All => Subjects.Names;

    public static TheoryData<string> Grids => Subjects.WithGrid;

    public static TheoryData<string> Showing => Subjects.ThatShow;

    [Theory]
    [MemberData(nameof(All))]
    public void Predicted_noise_and_points_follow_the_formula(string name)
    {
        var (subject, model, scaling, data, weights) = Open(name);
        using var _ = model;
        var points = Noisy(subject);
        foreach (var level in subject.SomeLevels)
        {
            var plain = subject.Level(level);
            var (noise, clean) = (new List<double>(), new List<double>());
            foreach (var point in Subject.Rows(points))
            {
                var x = Traced.Of(scaling.Apply(point));
                var output = subject.Output(weights, x, plain, subject.Factor(weights, data, x, plain));
                noise.AddRange(Traced.Values(subject.Wrapping.Noise(plain, x, output)));
                clean.AddRange(scaling.Restore(Traced.Values(subject.Wrapping.Points(plain, x, output))));
            }

            // With little noise ε̂ of x̂₀ is a difference of nearly equal numbers over s.
            Values(model.PredictNoise(points, level)).ShouldBeCloseTo(Floats(noise), Absolute / plain.S, Relative, "ε̂");
            Values(model.Denoise(points, level)).ShouldBeCloseTo(Floats(clean), 10 * Absolute / plain.A, Relative, "x̂₀");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gradient_by_the_points_is_the_derivative_of_the_formula(string name)
    {
        var (subject, model, scaling, data, weights) = Open(name);
        using var _ = model;
        var (points, along) = (Noisy(subject), subject.Data(8, seed: 4));
        var level = subject.SomeLevels[1];
        var wanted = Subject.Rows(points).Zip(Subject.Rows(along)).SelectMany(row =>
        {
            var (point, w) = row;
            var given = Traced.Variables(point);
            Traced[] x = [.. scaling.Apply(given)];
            var noise = subject.PredictNoise(weights, data, x, subject.Level(level));
            Traced.Sum(noise.Zip(w, (e, factor) => factor * e)).Differentiate();
            return Traced.Slopes(given);
        });
        Values(model.NoiseGradient(points, level, along)).ShouldBeCloseTo(Floats(wanted), 2e-4, 1e-4, "∂ε̂/∂x");
    }

    [Theory]
    [MemberData(nameof(Showing))]
    public void Weights_and_gates_that_are_shown_follow_the_formula(string name)
    {
        var (subject, model, scaling, _, weights) = Open(name);
        using var disposed = model;
        var points = Noisy(subject);
        foreach (var level in subject.SomeLevels)
        {
            var (output, formula) = subject.Shown!.Value;
            var wanted = Subject.Rows(points)
                .SelectMany(point => Traced.Values(formula(weights, Traced.Of(scaling.Apply(point)), level)));
            model.Inspect(points, level)[output].ShouldBeCloseTo(Floats(wanted), 1e-6, 2e-5, $"{output} at {level}");
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Noise_factor_is_the_product_of_the_grids_also_outside_their_box(string name)
    {
        var (subject, model, scaling, data, weights) = Open(name);
        using var _ = model;
        var inside = Subject.Rows(subject.Data(30, seed: 3));
        var points = Subject.Points([.. inside, .. inside.Select(row => row.Select(x => 3 * x).ToArray())]);
        foreach (var t in subject.SomeLevels)
        {
            var level = subject.Level(t);
            var wanted = Subject.Rows(points)
                .Select(x => subject.Factor(weights, data, Traced.Of(scaling.Apply(x)), level)!.Value);
            model.Inspect(points, t)[NoiseGrid.FactorOutput].ShouldBeCloseTo(Floats(wanted), 0, 2e-5, $"α at {t}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_process_follows_the_formula(string name)
    {
        var (subject, model, scaling, data, weights) = Open(name);
        using var _ = model;
        var points = subject.Data(300, seed: 6);
        foreach (var level in subject.SomeLevels)
        {
            var wanted = Subject.Rows(points).SelectMany((point, row) =>
            {
                var x = scaling.Apply(point);
                var noise = Drawn.Row(Drawn.DiffusionNoise(5), row, subject.Columns);
                var factor = subject.Factor(weights, data, Traced.Of(x), subject.Level(level));
                return scaling.Restore(Traced.Values(subject.Level(level).Noisy(x, noise, factor)));
            });
            Values(model.Diffuse(points, level, seed: 5)).ShouldBeCloseTo(Floats(wanted), 1e-5, 1e-5, $"x at {level}");
        }
    }

    private static (Subject, DiffusionModel, PlainScaling, double[][] ScaledData, PlainWeights) Open(string name)
    {
        var subject = Subjects.All[name];
        var data = subject.Data();
        var model = subject.Model(data);
        var scaling = PlainScaling.Of(Subject.Rows(data));
        return (subject, model, scaling, [.. Subject.Rows(data).Select(scaling.Apply)], PlainWeights.Of(model));
    }

    private static PointSet Noisy(Subject subject) => subject.Data(8, seed: 2);

    private static float[] Values(PointSet points) => points.Values.ToArray();

    private static float[] Floats(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
