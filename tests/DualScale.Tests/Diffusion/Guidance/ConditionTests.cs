using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>What conditions promise whatever the model, and what they refuse.</summary>
public sealed class ConditionTests
{
    private static readonly NetworkSize Small = new() { EmbeddingDimension = 8, HiddenWidth = 16, ResidualBlocks = 1 };

    [Fact]
    public void Given_columns_come_back_as_they_were_given_and_nothing_given_changes_nothing()
    {
        using var model = Model();
        var given = Rows([float.NaN, 0.1f, float.NaN], [0.3f, float.NaN, 7.7f], [float.NaN, float.NaN, float.NaN]);
        var samples = model.Sample(3, new SamplingOptions { Given = given });
        var plain = model.Sample(3);
        Assert.Equal((0.1f, 0.3f, 7.7f), (samples[0][1], samples[1][0], samples[1][2]));
        Assert.Equal(plain[2].ToArray(), samples[2].ToArray());
        Assert.NotEqual(plain[0][0], samples[0][0]);
    }

    [Fact]
    public void Conditional_samples_do_not_depend_on_threads_or_count()
    {
        using var model = Model();
        var options = new SamplingOptions { Given = Rows([float.NaN, 0.5f, float.NaN]), Seed = 4, Guidance = 0.3 };
        var all = model.Sample(250, options with { Threads = 3 });
        var some = model.Sample(101, options with { Threads = 1 });
        Assert.Equal(all.First(101).Values.ToArray(), some.Values.ToArray());
    }

    [Fact]
    public void Redrawn_samples_do_not_depend_on_count_and_keep_the_rule()
    {
        using var model = Model();
        var all = model.SampleWhere(300, row => row[0] < row[1], new SamplingOptions { Seed = 4, Threads = 3 });
        var some = model.SampleWhere(7, row => row[0] < row[1], new SamplingOptions { Seed = 4, Threads = 1 });
        Assert.Equal(all.Points.First(7).Values.ToArray(), some.Points.Values.ToArray());
        Assert.All(Enumerable.Range(0, 300), row => Assert.True(all.Points[row][0] < all.Points[row][1]));
        Assert.InRange(all.Rate, 0.05, 0.95);

        // Where the first attempt is good it is the sample itself.
        var plain = model.Sample(300, new SamplingOptions { Seed = 4 });
        Assert.All(Enumerable.Range(0, 300).Where(row => plain[row][0] < plain[row][1]),
            row => Assert.Equal(plain[row].ToArray(), all.Points[row].ToArray()));
    }

    [Fact]
    public void Rows_of_a_hopeless_rule_are_not_drawn_for_ever()
    {
        using var model = Model();
        var options = new SamplingOptions { Sampler = new DdimSampler { Steps = 2 } };
        Refused("0 of 2", () => model.SampleWhere(3, _ => false, options));
        var drawn = 0;
        Refused("row 2 none in 24,576", () => model.SampleWhere(2, row => drawn++ == 0, options));
    }

    [Fact]
    public void Rows_without_blanks_are_left_and_a_draw_does_not_depend_on_the_other_rows()
    {
        using var model = Model();
        var points = Rows([1, 2, 3], [0.4f, float.NaN, 1]);
        var both = model.Impute(points, 3);
        Assert.All(both.Draws, draw => Assert.Equal([1f, 2, 3], draw[0].ToArray()));
        Assert.Equal(3, both.Draws.Select(draw => draw[1][1]).Distinct().Count());
        var among = model.Impute(Rows([9, float.NaN, 9], [0.4f, float.NaN, 1], [1, 1, float.NaN]));
        Assert.Equal(both.Draws[0][1].ToArray(), among.Draws[0][1].ToArray());
        Assert.Equal([1f, 2, 3], model.Impute(Rows([1, 2, 3])).Draws[0].Values.ToArray());
    }

    [Fact]
    public void Conditions_are_part_of_a_model_file()
    {
        using var folder = new TemporaryFolder();
        using var model = Model(new ColumnGroups([2, 1]));
        ModelFile.Save(model, folder["m.safetensors"]);
        using var read = ModelFile.Load(folder["m.safetensors"]);
        Assert.Equal([2, 1], read.Recipe.Conditions!.Widths);
        var options = new SamplingOptions { Given = Rows([0.5f, 0.2f, float.NaN]) };
        Assert.Equal(model.Sample(20, options).Values.ToArray(), read.Sample(20, options).Values.ToArray());
        Refused("from 'x1' to 'x2', which stand together", () =>
            read.Sample(20, new SamplingOptions { Given = Rows([0.5f, float.NaN, float.NaN]) }));

        var file = SafetensorsFile.Read(folder["m.safetensors"]);
        file.Metadata["recipe"] = file.Metadata["recipe"].Replace("\"conditions\":[2,1]", "\"conditions\":[2,2]");
        file.Write(folder["m.safetensors"]);
        Refused("groups of other columns", () => ModelFile.Load(folder["m.safetensors"]));
    }

    [Fact]
    public void Checkpoint_of_other_conditions_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var saved = Trainer(new ColumnGroups([2, 1]));
        saved.Advance();
        Checkpoint.Save(saved, 0, 0, folder["c.safetensors"]);
        using var otherGroups = Trainer(new ColumnGroups([1, 2]));
        using var otherShare = Trainer(new ColumnGroups([2, 1]), conditions: 0.4);
        using var same = Trainer(new ColumnGroups([2, 1]));
        Refused("other settings or data", () => Checkpoint.Restore(otherGroups, folder["c.safetensors"]));
        Refused("other settings or data", () => Checkpoint.Restore(otherShare, folder["c.safetensors"]));
        Assert.Equal(1, Checkpoint.Restore(same, folder["c.safetensors"]).Step);

        // Groups that nothing is trained with make no other training.
        using var plain = Trainer(conditions: 0);
        using var grouped = Trainer(new ColumnGroups([2, 1]), conditions: 0);
        Assert.Equal(plain.Fingerprint, grouped.Fingerprint);
    }

    [Fact]
    public void Samples_drawn_in_parts_are_those_drawn_at_once()
    {
        using var model = Model();
        var options = new SamplingOptions { Given = Rows([float.NaN, 0.5f, float.NaN]), Seed = 4 };
        var (whole, tail) = (model.Sample(150, options), model.Sample(40, options with { First = 110 }));
        Assert.Equal(whole.Values[(110 * 3)..].ToArray(), tail.Values.ToArray());
        var ruled = model.SampleWhere(30, row => row[0] < row[2], options);
        var rest = model.SampleWhere(10, row => row[0] < row[2], options with { First = 20 });
        Assert.Equal(ruled.Points.Values[(20 * 3)..].ToArray(), rest.Points.Values.ToArray());
    }

    [Fact]
    public void What_cannot_be_given_is_refused()
    {
        using var model = Model();
        using var without = Model(conditions: 0);
        Assert.Null(without.Recipe.Conditions);
        var row = Rows([float.NaN, 0.1f, float.NaN]);
        Refused("trained without conditions", () => without.Sample(3, new SamplingOptions { Given = row }));
        Refused("trained without conditions", () => without.Impute(row));
        Refused("2 rows of 3 given columns for 3", () => model.Sample(3, new SamplingOptions { Given = Rows([1, 2, 3], [1, 2, 3]) }));
        Refused("1 rows of 2 given", () => model.Sample(3, new SamplingOptions { Given = new PointSet([1, 2], ["a", "b"]) }));
        Refused("Row 1 of what is given is infinite in column 'x3'", () =>
            model.Sample(3, new SamplingOptions { Given = Rows([1, float.NaN, float.PositiveInfinity]) }));
        Refused("sampling.guidance is 101", () => model.Sample(3, new SamplingOptions { Given = row, Guidance = 101 }));
        Refused("sampling.guidance is towards", () => model.Sample(3, new SamplingOptions { Guidance = 1 }));
        Refused("draws is 0", () => model.Impute(row, 0));
        Refused("give fewer draws", () => model.Impute(Rows([.. Enumerable.Repeat(new float[] { 1, 2, 3 }, 9000)]), 10_000));
        Refused("give 0 or more", () => model.Sample(3, new SamplingOptions { First = (1L << 36) - 2 }));
        Refused("leave given columns", () => model.Impute(row, 1, new SamplingOptions { Given = row }));
        Refused("leave the start points out", () => model.SampleWhere(1, _ => true, new SamplingOptions { Start = row }));
        Refused("share is 1", () => model.Impute(row).Interval(1));
    }

    [Fact]
    public void What_cannot_be_trained_with_conditions_is_refused()
    {
        Refused("training.conditions is 1.5", () => Trainer(conditions: 1.5));
        Refused("have 4 and the data 3", () => Trainer(groups: new ColumnGroups([2, 2])));
        Refused("two groups of columns or more", () => Trainer(groups: new ColumnGroups([3])));
        Refused("of 1 to 1000 columns each", () => Trainer(groups: new ColumnGroups([3, 0])));
        Refused("of 1 to 1000 columns each", () => Trainer(groups: new ColumnGroups([int.MaxValue, int.MaxValue])));
        Refused("leave the grid out", () => Trainer(grid: new NoiseGrid { Sizes = [2] }));
        Assert.Contains("what is given", Assert.Throws<ArgumentException>(() => Trainer(denoiser: new Deaf())).Message);
    }

    [Fact]
    public void Half_the_rows_have_some_groups_given_any_number_equally_often_and_never_all()
    {
        const int Steps = 100, Rows = 400;
        var (subsets, mask) = (new GivenSubsets(new ColumnGroups([1, 3, 1, 2]), share: 0.5, seed: 9, []), new float[7]);
        var (sizes, groups) = (new int[5], new int[4]);
        int[] first = [0, 1, 4, 5], width = [1, 3, 1, 2];
        for (var i = 0; i < Steps * Rows; i++)
        {
            subsets.Draw(i / Rows, i % Rows, mask, mask);
            bool[] given = [.. first.Select((column, group) => mask.Skip(column).Take(width[group]).All(x => x == 1))];
            Assert.Equal(mask.Sum(), given.Select((known, group) => known ? width[group] : 0).Sum());
            sizes[given.Count(known => known)]++;
            for (var group = 0; group < 4; group++)
                groups[group] += given[group] ? 1 : 0;
        }

        // Within four standard deviations of counts.
        Assert.Equal(0.5, sizes[0] / 40_000.0, 0.01);
        Assert.All(sizes[1..4], count => Assert.Equal(1 / 6.0, count / 40_000.0, 0.0075));
        Assert.Equal(0, sizes[4]);
        Assert.All(groups, count => Assert.Equal(0.25, count / 40_000.0, 0.0087));
    }

    [Fact]
    public void Of_a_blank_number_it_is_given_that_it_is_blank_and_nothing_else()
    {
        // A number with its flag, -0.5 or 2, and one without.
        using var model = Trainer(new ColumnGroups([2, 1]), discrete: new DiscreteColumns(1, [[-0.5f], [2]], [0.8, 0.2])).Run();
        var number = Assert.Single(model.Recipe.BlankNumbers);
        Assert.Equal(0, number.Column);
        var subsets = new GivenSubsets(model.Recipe.Conditions!, share: 1, seed: 9, [number]);
        var masks = new HashSet<(bool IsBlank, float, float, float)>();
        for (var row = 0; row < 200; row++)
        {
            var mask = new float[3];
            subsets.Draw(0, row, [7, row % 2 == 0 ? 2 : -0.5f, 3], mask);
            masks.Add((row % 2 == 0, mask[0], mask[1], mask[2]));
        }

        Assert.Equal([(false, 0, 0, 1), (false, 1, 1, 0), (true, 0, 0, 1), (true, 0, 1, 0)], masks.Order());

        var names = model.ColumnNames;
        var blank = model.Sample(5, new SamplingOptions { Given = new PointSet([float.NaN, 2, float.NaN], names) });
        Assert.All(Enumerable.Range(0, 5), row => Assert.Equal(2, blank[row][1]));
        Assert.Equal(5, Enumerable.Range(0, 5).Select(row => blank[row][0]).Distinct().Count());
        Assert.Contains("gives a part", Assert.Throws<InvalidInputException>(() => model.Sample(
            5, new SamplingOptions { Given = new PointSet([float.NaN, -0.5f, float.NaN], names) })).Message);
    }

    private static DiffusionModel Model(ColumnGroups? groups = null, double conditions = 0.5)
    {
        using var trainer = Trainer(groups, conditions);
        return trainer.Run();
    }

    private static Trainer Trainer(
        ColumnGroups? groups = null, double conditions = 0.5, NoiseGrid? grid = null, IDenoiser? denoiser = null,
        DiscreteColumns? discrete = null)
    {
        var points = new float[600];
        new RandomStream(1, 900).FillNormal(0, points);
        var recipe = new DiffusionRecipe
        {
            Denoiser = denoiser ?? new BaselineDenoiser(Small),
            Levels = new NoiseSchedule(20, shape: BetaSchedule.Cosine),
            Conditions = groups,
            Grid = grid,
            Discrete = discrete is null ? [] : [discrete],
        };
        return new Trainer(recipe, new PointSet(points, ["x1", "x2", "x3"]),
            new TrainingOptions { Steps = 30, BatchSize = 32, Conditions = conditions });
    }

    private static PointSet Rows(params float[][] rows) => new([.. rows.SelectMany(row => row)], ["x1", "x2", "x3"]);

    private static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);

    private sealed record Deaf : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input) => graph.Linear("end", input.X.Width, input.X, input.Level);
    }
}
