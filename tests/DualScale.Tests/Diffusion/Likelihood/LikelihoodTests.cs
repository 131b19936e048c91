using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>Log-likelihoods against densities that are known in closed form.</summary>
public sealed class LikelihoodTests
{
    private const double Least = 0.01;
    private const double Most = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void Of_a_normal_it_is_the_exact_value(int columns)
    {
        var normal = new Normal(columns);
        using var model = normal.Model();
        var likelihood = model.LogLikelihood(normal.Points(30));
        likelihood.Rows.ShouldBeCloseTo([.. normal.Exact(30)], 1e-3, 0, $"{columns} columns");
        Assert.Empty(likelihood.RowErrors);
        Assert.All(likelihood.StepErrors, error => Assert.InRange(error, 0, 0.003));
    }

    [Fact]
    public void Tolerance_holds_the_error_of_every_row()
    {
        var normal = new Normal(2);
        using var model = normal.Model();
        var exact = normal.Exact(30).ToArray();
        var calls = new List<long>();
        foreach (var tolerance in new[] { 0.01, 1e-3, 2e-4 })
        {
            var likelihood = model.LogLikelihood(normal.Points(30), new LikelihoodOptions { Tolerance = tolerance });
            likelihood.Rows.ShouldBeCloseTo(exact, tolerance, 0, $"tolerance {tolerance}");
            calls.Add(likelihood.Calls);
        }

        Assert.True(calls[0] <= calls[1] && calls[1] < calls[2]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Estimated_trace_is_within_its_standard_error()
    {
        var normal = new Normal(20);
        using var model = normal.Model();
        var points = normal.Points(40);
        var few = model.LogLikelihood(points);
        var many = model.LogLikelihood(points, new LikelihoodOptions { Probes = 64, Seed = 1 });
        foreach (var likelihood in new[] { few, many })
        {
            var scores = normal.Exact(40).Zip(likelihood.Rows, (exact, row) => row - exact)
                .Zip(likelihood.RowErrors, (error, deviation) => error / deviation).ToArray();
            Assert.InRange(Math.Sqrt(scores.Average(score => score * score)), 0.7, 1.4);
        }

        Assert.InRange(few.RowErrors.Average() / many.RowErrors.Average(), 1.7, 2.3);
        var exact = model.LogLikelihood(points, new LikelihoodOptions { Trace = TraceKind.Exact });
        exact.Rows.ShouldBeCloseTo([.. normal.Exact(40)], 0.01, 0, "exact trace");
    }

    [Fact]
    public void Density_of_a_mixture_is_the_true_one_and_sums_to_one()
    {
        const double Mean = 0.8, Variance = 0.05, Step = 0.08;
        const int Side = 50;
        using var model = Model(
            new MixtureDenoiser(Mean, Variance, Least, Most), new Standardization([1, -2], [1, 1]));
        var values = from i in Enumerable.Range(0, Side * Side)
                     from value in (double[])[1 + Step * (i / Side - Side / 2), -2 + Step * (i % Side - Side / 2)]
                     select (float)value;
        var points = new PointSet([.. values], ["x", "y"]);
        var likelihood = model.LogLikelihood(points, new LikelihoodOptions { Tolerance = 1e-3 });
        Assert.Equal(1, likelihood.Rows.Sum(Math.Exp) * Step * Step, 0.002);
        likelihood.Rows.ShouldBeCloseTo(
            [.. Enumerable.Range(0, points.Count).Select(row => Exact(points[row][0] - 1, points[row][1] + 2))], 0.01, 0, "mixture");

        static double Exact(double x, double y)
        {
            var v = Variance + Least * Least;
            return Math.Log((Math.Exp(-(x - Mean) * (x - Mean) / (2 * v)) + Math.Exp(-(x + Mean) * (x + Mean) / (2 * v))) / 2)
                - y * y / (2 * v) - Math.Log(2 * Math.PI * v);
        }
    }

    public static TheoryData<int, bool> StandardNormals
    {
        get
        {
            var data = new TheoryData<int, bool>();
            foreach (var parametrization in Enumerable.Range(0, 5))
            {
                data.Add(parametrization, false);
                data.Add(parametrization, true);
            }

            return data;
        }
    }

    // Sampling starts from the exact law of a standard normal at any highest level, the papers' ᾱ = 0.364 included.
    [Theory]
    [MemberData(nameof(StandardNormals))]
    public void Of_a_standard_normal_it_is_exact_in_every_parametrisation_at_all_levels(int parametrization, bool discrete)
    {
        Parametrization[] parametrizations = [new EpsilonParametrization(), new CleanParametrization(),
            new VelocityParametrization(), new EdmParametrization(), new EdmParametrization(0.7)];
        var kind = parametrizations[parametrization];
        NoiseLevels levels = discrete
            ? new NoiseSchedule(betaEnd: 0.02, shape: BetaSchedule.Linear) : new ContinuousLevels(0.05, 3);
        var v = kind is EdmParametrization edm ? edm.SigmaData * edm.SigmaData : 1;
        using var model = Model(new StandardDenoiser(kind), new Standardization([3, -1], [10, 0.5f]), levels, kind);
        var points = new PointSet([3, -1, 13, -1, 3, -2, -27, 0.5f], ["x", "y"]);
        var (least, most) = (Math.Pow(levels.Sigma(levels.Least), 2), Math.Pow(levels.Sigma(levels.Most), 2));

        // The flow of a normal of variance v takes one of variance 1 + σ² at the most noise to this one.
        var variance = (1 + most) * (v + least) / (v + most);
        var exact = Enumerable.Range(0, 4).Select(row =>
        {
            var (x, y) = ((points[row][0] - 3) / 10.0, (points[row][1] + 1) / 0.5);
            return -(x * x + y * y) / (2 * variance) - Math.Log(2 * Math.PI * variance) - Math.Log(10 * 0.5);
        });
        model.LogLikelihood(points).Rows.ShouldBeCloseTo([.. exact], 1e-3, 0, $"{kind}");
    }

    [Fact]
    public void Row_does_not_depend_on_other_rows_or_threads()
    {
        var normal = new Normal(2);
        using var model = normal.Model();
        var points = normal.Points(150);
        foreach (var trace in new[] { TraceKind.Exact, TraceKind.Estimated })
        {
            var options = new LikelihoodOptions { Threads = 1, Trace = trace };
            var together = model.LogLikelihood(points, options);
            var shared = model.LogLikelihood(points, options with { Threads = 3 });
            Assert.Equal(together.Rows, shared.Rows);
            Assert.Equal((together.Calls, 150), (shared.Calls, shared.Rows.Count));
            Assert.Equal(together.StepErrors, shared.StepErrors);
            Assert.Equal(together.Rows.Take(7), model.LogLikelihood(points.First(7), options).Rows);
        }

        var alone = model.LogLikelihood(new PointSet(points[149].ToArray(), points.ColumnNames));
        Assert.Equal(model.LogLikelihood(points).Rows[149], alone.Rows.Single());
    }

    [Fact]
    public void Column_in_a_finer_unit_loses_the_logarithm_of_how_much_finer()
    {
        var normal = new Normal(2);
        var points = normal.Points(20);
        using var model = Model(normal.Denoiser, new Standardization([0, 0], [1, 1]));
        using var finer = Model(normal.Denoiser, new Standardization([0, 0], [1, 1024]));

        // A power of two loses no bit.
        var values = points.Values.ToArray().Select((value, i) => i % 2 == 1 ? value * 1024 : value);
        var (coarse, fine) = (model.LogLikelihood(points), finer.LogLikelihood(new PointSet([.. values], points.ColumnNames)));
        fine.Rows.ShouldBeCloseTo([.. coarse.Rows.Select(row => row - Math.Log(1024))], 1e-9, 0, "unit");
        fine.InBits().Rows.ShouldBeCloseTo([.. fine.Rows.Select(row => row / Math.Log(2))], 1e-9, 0, "bits");
    }

    [Fact]
    public void Mean_has_the_standard_error_of_its_rows()
    {
        var likelihood = new LogLikelihood { Rows = [1, 2, 6], RowErrors = [], StepErrors = [0, 0, 0], Calls = 3 };
        Assert.Equal(3, likelihood.Mean);
        Assert.Equal(Math.Sqrt(7.0 / 3), likelihood.StandardError, 1e-12);
        Assert.True(double.IsNaN((likelihood with { Rows = [1] }).StandardError));
    }

    [Fact]
    public void Rows_far_out_end_and_those_beyond_all_numbers_are_none()
    {
        var normal = new Normal(1);
        using var model = Model(normal.Denoiser, new Standardization([0], [1e-5f]));
        var far = model.LogLikelihood(new PointSet([0, 1e5f, 3e38f], ["x"]));
        Assert.True(far.Rows[1] < -1e15 && double.IsNaN(far.Rows[2]) && far.Calls < 6000, $"{far.Rows[1]} {far.Calls}");
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var normal = new Normal(2);
        using var model = normal.Model();
        Assert.Contains("3 columns", Fault(new PointSet([1, 2, 3], ["a", "b", "c"]), new LikelihoodOptions()));
        Assert.Contains("likelihood.tolerance is 0", Fault(normal.Points(1), new LikelihoodOptions { Tolerance = 0 }));
        Assert.Contains("likelihood.probes is 1", Fault(normal.Points(1), new LikelihoodOptions { Probes = 1 }));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => model.LogLikelihood(normal.Points(1), cancellation: cancelled.Token));

        using var trainer = new Trainer(
            new DiffusionRecipe { Denoiser = new BaselineDenoiser(), Grid = new NoiseGrid { Sizes = [3] } }, normal.Points(9),
            new TrainingOptions { Steps = 1 });
        using var gridded = trainer.ToModel();
        Assert.Contains(
            "without a grid", Assert.Throws<InvalidInputException>(() => gridded.LogLikelihood(normal.Points(1))).Message);

        string Fault(PointSet points, LikelihoodOptions options) =>
            Assert.Throws<InvalidInputException>(() => model.LogLikelihood(points, options)).Message;
    }

    internal static DiffusionModel Model(
        IDenoiser denoiser, Standardization scaling, NoiseLevels? levels = null, Parametrization? parametrization = null)
    {
        var columns = scaling.Means.Count;
        using var trainer = new Trainer(
            new DiffusionRecipe
            {
                Denoiser = denoiser,
                Levels = levels ?? new ContinuousLevels(Least, Most),
                Parametrization = parametrization ?? new CleanParametrization(),
            }, new PointSet([.. Enumerable.Range(0, 3 * columns).Select(i => (float)i)], PointSet.DefaultNames(columns)),
            new TrainingOptions { Steps = 1 }, scaling);
        return trainer.ToModel();
    }

    /// <summary>A normal whose directions, mirrored axes, and variances depend on the number of columns alone.</summary>
    private sealed class Normal
    {
        private readonly int _columns;
        private readonly double[] _variances;
        private readonly float[][] _directions;

        public Normal(int columns)
        {
            _columns = columns;
            _variances = [.. Enumerable.Range(0, columns).Select(k => 0.3 + 2.0 * k / columns)];
            double[] u = [.. Enumerable.Range(0, columns).Select(k => Math.Sin(k + 1))];
            var norm = u.Sum(part => part * part);
            _directions = [.. Enumerable.Range(0, columns).Select(k => Enumerable.Range(0, columns)
                .Select(j => (float)((j == k ? 1 : 0) - 2 * u[k] * u[j] / norm)).ToArray())];
        }

        public NormalDenoiser Denoiser => new(_variances, _directions, Least, Most);

        private Standardization Scaling => new(
            [.. Enumerable.Range(0, _columns).Select(k => 3f * k - 1)], [.. Enumerable.Range(0, _columns).Select(k => 0.5f + k)]);

        public DiffusionModel Model() => LikelihoodTests.Model(Denoiser, Scaling);

        public PointSet Points(int count)
        {
            var normals = new float[count * _columns];
            new RandomStream(5, 0).FillNormal(0, normals);
            float[] values = [.. Enumerable.Range(0, normals.Length).Select(i => (float)Enumerable.Range(0, _columns)
                .Sum(k => Math.Sqrt(_variances[k]) * normals[i / _columns * _columns + k] * _directions[k][i % _columns]))];
            Scaling.Restore(values);
            return new PointSet(values, PointSet.DefaultNames(_columns));
        }

        public IEnumerable<double> Exact(int count)
        {
            var points = Points(count);
            return Enumerable.Range(0, count).Select(row =>
            {
                double[] z = [.. Enumerable.Range(0, _columns)
                    .Select(i => ((double)points[row][i] - Scaling.Means[i]) / Scaling.Deviations[i])];
                return Enumerable.Range(0, _columns).Sum(k =>
                {
                    var along = _directions[k].Zip(z, (part, value) => part * value).Sum();
                    var v = _variances[k] + Least * Least;
                    return -(Math.Log(2 * Math.PI * v) + along * along / v) / 2;
                }) - Scaling.Deviations.Sum(deviation => Math.Log(deviation));
            });
        }
    }

    /// <summary>The exact denoiser of a normal of the variance that a parametrisation takes data to have.</summary>
    private sealed record StandardDenoiser(Parametrization Parametrization) : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input)
        {
            var nothing = graph.Affine(graph.Linear("unused", input.X.Width, input.X), 0, 0);
            return Parametrization switch
            {
                EpsilonParametrization => nothing + input.Posterior.Deviation * input.X,
                CleanParametrization => nothing + input.Posterior.Mean,
                _ => nothing,
            };
        }
    }
}
