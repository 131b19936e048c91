using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Tests.Configuration;

public sealed class ModelFileTests
{
    [Fact]
    public void Model_file_keeps_only_its_own_configuration()
    {
        using var folder = new TemporaryFolder();
        using var trainer = new Trainer(new BaselineDenoiser(new NetworkSize { HiddenWidth = 8 }), Shapes.Generate("moons", 200, 1), new TrainingOptions { Steps = 10 });
        using var model = trainer.ToModel();
        var other = new RunConfiguration { Diffusion = new DiffusionOptions { Schedule = BetaSchedule.Linear } };
        Refused("noise schedule", () => ModelFile.Save(model, other, folder["m.safetensors"]));
        Refused("noise grid", () => ModelFile.Save(model, new RunConfiguration { Model = new ModelOptions { Kind = ModelKind.Grid } }, folder["m.safetensors"]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);
}
