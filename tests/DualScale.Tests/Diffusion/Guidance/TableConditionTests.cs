using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;
using MathNet.Numerics.Distributions;
using static DualScale.Tests.Diffusion.Guidance.MixedRows;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Conditions of a table of texts and numbers whose every law is known, with its exact denoiser.</summary>
public sealed class TableConditionTests
{
    private const int Count = 20_000;

    private static readonly SamplingOptions Exact = new() { Sampler = new DpmSolverSampler { Steps = 80 }, Seed = 3 };

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("bee", 1)]
    [InlineData("", 3)]
    public void Numbers_given_a_text_have_its_means_and_covariances(string text, int kind)
    {
        using var model = MixedDenoiser.Model();
        var rows = model.SampleWhere(Count, Where($"kind={text}"), Exact);
        Assert.Equal(Count, rows.Drawn);
        Assert.All(Enumerable.Range(0, Count), row => Assert.Equal(text, rows.Table["kind"].Text(row)));
        double[][] numbers = [Numbers(rows.Table, "x"), Numbers(rows.Table, "y")];
        double[] means = [numbers[0].Average(), numbers[1].Average()];
        var covariance = MixedLaw.Covariance(kind);
        for (var i = 0; i < 2; i++)
        {
            Near(MixedLaw.Means[kind][i], means[i], covariance[i, i], Count);
            for (var j = 0; j <= i; j++)
            {
                Near(covariance[i, j], numbers[i].Zip(numbers[j], (a, b) => (a - means[i]) * (b - means[j])).Average(),
                    covariance[i, i] * covariance[j, j] + MixedLaw.Square(covariance[i, j]), Count);
            }
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Texts_and_numbers_given_a_number_follow_the_rule_of_Bayes_and_the_number_comes_back_as_it_was_given()
    {
        using var model = MixedDenoiser.Model();
        var rows = model.SampleWhere(Count, Where("x=3.14159"), Exact).Table;
        var y = Numbers(rows, "y");
        Assert.All(Enumerable.Range(0, Count), row => Assert.Equal("3.14159", rows["x"].Text(row)));
        double[] posterior = [.. Enumerable.Range(0, 4).Select(kind => MixedLaw.Shares[kind] * MixedLaw.Density(
            3.14159, MixedLaw.Means[kind][0], MixedLaw.Square(MixedLaw.Deviations[kind][0])))];
        for (var kind = 0; kind < 4; kind++)
        {
            var share = posterior[kind] / posterior.Sum();
            int[] of = [.. Enumerable.Range(0, Count).Where(row => rows["kind"].Text(row) == (MixedLaw.Kinds[kind] ?? ""))];
            Near(share, (double)of.Length / Count, share * (1 - share), Count);
            var (mean, variance) = MixedLaw.Given(kind, column: 1, other: 3.14159);
            if (of.Length > 100)
                Near(mean, of.Average(row => y[row]), variance, of.Length);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void Intervals_several_texts_and_rules_are_kept_as_often_as_the_law_has_them(double conditions)
    {
        using var model = MixedDenoiser.Model(conditions);
        Kept(["x=2.5..4"], [], kind => Below(kind, 0, 4) - Below(kind, 0, 2.5));
        Kept(["kind=ant|", "y=..1.5"], [], kind => kind is 0 or 3 ? Below(kind, 1, 1.5) : 0);
        Kept([], ["x <= y"], kind =>
        {
            var covariance = MixedLaw.Covariance(kind);
            return Normal.CDF(MixedLaw.Means[kind][0] - MixedLaw.Means[kind][1],
                Math.Sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]), 0);
        });
        Kept([], ["kind != bee", "3 < y"], kind => kind == 1 ? 0 : 1 - Below(kind, 1, 3));

        void Kept(string[] where, string[] rules, Func<int, double> share)
        {
            var wanted = new TableConditions { Where = where, Rules = rules };
            var rows = model.SampleWhere(600, wanted, Quick);
            var law = Enumerable.Range(0, 4).Sum(kind => MixedLaw.Shares[kind] * share(kind));
            Near(law, rows.Rate, law * (1 - law), rows.Drawn);
            for (var kind = 0; kind < 4; kind++)
            {
                var own = MixedLaw.Shares[kind] * share(kind) / law;
                var found = Enumerable.Range(0, 600).Count(row => rows.Table["kind"].Text(row) == (MixedLaw.Kinds[kind] ?? ""));

                // Of what hardly ever comes there are too few for a normal.
                if (own > 0.01)
                    Near(own, found / 600.0, own * (1 - own), 600);
            }
        }
    }

    [Fact]
    public void Texts_of_a_model_without_conditions_are_drawn_until_they_come()
    {
        using var model = MixedDenoiser.Model(conditions: 0);
        var rows = model.SampleWhere(1000, Where("kind=cat"), Quick);
        Near(MixedLaw.Shares[2], rows.Rate, MixedLaw.Shares[2] * (1 - MixedLaw.Shares[2]), rows.Drawn);
        Near(MixedLaw.Means[2][0], Numbers(rows.Table, "x").Average(), MixedLaw.Covariance(2)[0, 0], 1000);
        Refused("training.conditions above 0", () => model.SampleWhere(1, Where("x=3.14159"), new SamplingOptions
        {
            Sampler = new DdimSampler { Steps = 2 },
        }));
        Refused("trained without conditions", () => model.Impute(Blanks()));
    }

    [Fact]
    public void Rows_do_not_depend_on_count_threads_or_parts()
    {
        using var model = MixedDenoiser.Model();
        var wanted = new TableConditions { Where = ["kind=bee"], Rules = ["x < y"] };
        var all = model.SampleWhere(200, wanted, Quick with { Threads = 3 });
        var some = model.SampleWhere(40, wanted, Quick with { Threads = 1, First = 160 });
        var streamed = model.StreamWhere(200, wanted, Quick).Single();
        for (var row = 0; row < 40; row++)
            Assert.Equal(Row(all.Table, 160 + row), Row(some.Table, row));
        Assert.Equal((all.Drawn, Row(all.Table, 199)), (streamed.Drawn, Row(streamed.Table, 199)));
        Assert.All(Numbers(all.Table, "x").Zip(Numbers(all.Table, "y")), pair => Assert.True(pair.First < pair.Second));
    }

    [Theory]
    [InlineData(-1, 0, "The number of samples is -1; give 1 to")]
    [InlineData(int.MaxValue, 0, "The number of samples is 2147483647; give 1 to")]
    [InlineData(1, -1, "The first sample is number -1")]
    public void Counts_that_cannot_be_are_refused_before_anything_is_made(int count, long first, string message)
    {
        // Whole numbers, whose equal ones are spread from row to row.
        var table = TableFile.Read(
            new StringReader("a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 5},{i % 7}\n"))), "ab.csv");
        var encoding = TableEncoding.Fit(table);
        var points = encoding.Encode(table);
        using var trainer = new Trainer(
            DiffusionRecipe.ScaleSpace with { Conditions = new ColumnGroups(encoding.Widths) }, points,
            new TrainingOptions { Steps = 1, BatchSize = 8, Conditions = 0.5 }, Standardization.Identity(points.Columns));
        using var model = new TableModel(trainer.ToModel(), encoding);
        Refused(message, () => model.SampleWhere(count, Where("a=3"), new SamplingOptions { First = first }));
    }

    [Fact]
    public void Rules_that_no_row_keeps_are_told_with_the_row_and_over_all_parts()
    {
        using var model = MixedDenoiser.Model();
        var quick = new SamplingOptions { Sampler = new DdimSampler { Steps = 1 }, First = 100 };
        Refused("row 101 none in", () => model.SampleWhere(1, new TableConditions { Rules = ["x > 99"] }, quick));

        // 25,000 of the parts before; one part alone would go on.
        var redrawn = new RedrawnRows();
        for (var row = 0; row < 25_000; row++)
            redrawn.Add(isKept: false);
        Refused("0 of 25,010 rows drawn kept the rule, and row 101 none in 1 attempts", () => model.Model.SampleWhere(
            10, _ => _ => false, () => "", redrawn, quick, progress: null, CancellationToken.None));
    }

    private static double Below(int kind, int column, double value) =>
        Normal.CDF(MixedLaw.Means[kind][column], MixedLaw.Deviations[kind][column], value);

    private static TableConditions Where(params string[] where) => new() { Where = where };
}
