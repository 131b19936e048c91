using DualScale.Denoisers;
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
