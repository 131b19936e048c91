using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("step", "6", "step 6 of a training of 5")]
    [InlineData("step", "-1", "step -1")]
    [InlineData("step", "2147483647", "step 2147483647")]
    [InlineData("step", "4294967297", "damaged")]
    [InlineData("step", "1.5", "damaged")]
    [InlineData("seconds", "NaN", "damaged")]
    [InlineData("seconds", "-1", "damaged")]
    [InlineData("loss-sum", "Infinity", "damaged")]
    public void State_that_no_training_of_these_options_has_is_refused_and_leaves_the_trainer_as_it_was(string key, string value,
        string part)
    {
        Altered(file => file.Metadata[key] = value);
        Assert.Contains(part, Refusal());
    }

    [Fact]
    public void Array_that_the_network_has_not_is_refused()
    {
        Altered(file => file.Add<float>("weights/other", [1], 1));
        Assert.Contains("'weights/other'", Refusal());
    }

    [Theory]
    [InlineData("step", "0")]
    [InlineData("step", "5")]
    public void First_and_last_step_of_the_run_are_taken(string key, string value)
    {
        Altered(file => file.Metadata[key] = value);
        using var trainer = Trainer();
        Assert.Equal(
            int.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Checkpoint.Restore(trainer, _folder["c"]).Step);
    }

    [Theory]
    [InlineData("best-step", "x")]
    [InlineData("best-step", "-1")]
    [InlineData("best-step", "31")]
    [InlineData("best-loss", "x")]
    [InlineData("best-loss", "NaN")]
    public void Best_step_that_no_training_has_is_refused(string key, string value)
    {
        using (var trainer = Watched(30))
        {
            Checkpoint.Save(trainer, 1, 2, _folder["c"]);
        }

        var file = SafetensorsFile.Read(_folder["c"]);
        Assert.Contains(key, file.Metadata.Keys);
        file.Metadata[key] = value;
        file.Write(_folder["c"]);
        using var other = Watched(0);
        Assert.Contains("damaged", Assert.Throws<InvalidInputException>(() => Checkpoint.Restore(other, _folder["c"])).Message);
        Assert.Equal(0, other.Step);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    public void Best_weights_so_far_go_on_with_the_rest(int stopAt)
    {
        using (var trainer = Watched(stopAt))
        {
            Checkpoint.Save(trainer, 1, 2, _folder["c"]);
        }

        using var resumed = Watched(0);
        Checkpoint.Restore(resumed, _folder["c"]);
        using var whole = Watched(0);
        using var expected = whole.Run();
        using var actual = resumed.Run();
        Assert.Equal((whole.Watch!.BestStep, whole.Watch.BestLoss), (resumed.Watch!.BestStep, resumed.Watch.BestLoss));
        Assert.Equal(expected.Values.Values.Span.ToArray(), actual.Values.Values.Span.ToArray());
    }

    [Theory]
    [InlineData("weights/")]
    [InlineData("first-moment/")]
    [InlineData("second-moment/")]
    [InlineData("average/")]
    [InlineData("best/")]
    public void Number_that_is_none_is_refused_in_any_array(string prefix)
    {
        using (var trainer = Watched(10))
        {
            Checkpoint.Save(trainer, 1, 2, _folder["c"]);
        }

        var (file, altered) = (SafetensorsFile.Read(_folder["c"]), new SafetensorsFile());
        var name = file.Tensors.First(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Name;
        foreach (var tensor in file.Tensors)
        {
            var values = file.Get<float>(tensor.Name);
            values[^1] = tensor.Name == name ? float.NaN : values[^1];
            altered.Add<float>(tensor.Name, values, [.. tensor.Shape]);
        }

        foreach (var (key, value) in file.Metadata)
            altered.Metadata[key] = value;
        altered.Write(_folder["c"]);
        using var other = Watched(0);
        Assert.Contains("damaged", Assert.Throws<InvalidInputException>(() => Checkpoint.Restore(other, _folder["c"])).Message);
    }

    // Keeps the best weights by held-out rows that it looks at often.
    private static Trainer Watched(int steps)
    {
        var trainer = new Trainer(
            new DiffusionRecipe { Denoiser = new BaselineDenoiser(new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 8 }) },
            Shapes.Generate("moons", 50, 1), new TrainingOptions { Steps = 40, Threads = 1, Keep = KeptWeights.Best },
            heldOut: Shapes.Generate("moons", 30, 2));
        while (trainer.Step < steps)
            trainer.Advance();
        return trainer;
    }

    private static Trainer Trainer() => new(
        new BaselineDenoiser(new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 8 }), Shapes.Generate("moons", 50, 1),
        new TrainingOptions { Steps = 5, Threads = 1 });

    private void Altered(Action<SafetensorsFile> change)
    {
        using var trainer = Trainer();
        trainer.Advance();
        Checkpoint.Save(trainer, 1, 2, _folder["c"]);
        var file = SafetensorsFile.Read(_folder["c"]);
        change(file);
        file.Write(_folder["c"]);
    }

    private string Refusal()
    {
        using var trainer = Trainer();
        var message = Assert.Throws<InvalidInputException>(() => Checkpoint.Restore(trainer, _folder["c"])).Message;
        Assert.DoesNotContain('\n', message);
        Assert.Equal(0, trainer.Step);
        return message;
    }
}
