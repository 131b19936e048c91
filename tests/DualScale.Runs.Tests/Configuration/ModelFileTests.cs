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

    [Theory]
    [InlineData(4096, 8)]
    [InlineData(4096, 64)]
    [InlineData(16, 0)]
    public void Network_that_the_arrays_do_not_bear_out_takes_no_memory(int width, int blocks)
    {
        using var folder = new TemporaryFolder();
        Alter(folder, "configuration", text => text.Replace("\"hidden-width\":8", $"\"hidden-width\":{width}").Replace("\"residual-blocks\":3", $"\"residual-blocks\":{blocks}"));
        var (managed, peak) = (GC.GetAllocatedBytesForCurrentThread(), PeakWorkingSet());
        Refused("array 'network.", () => ModelFile.Load(folder["m.safetensors"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - managed, 0, 5_000_000);
        Assert.InRange(PeakWorkingSet() - peak, 0, 300_000_000);

        static long PeakWorkingSet()
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    [Theory]
    [InlineData("columns", "[null,null]")]
    [InlineData("columns", "[{\"Name\":null,\"Mean\":0,\"Deviation\":1},{\"Name\":\"y\",\"Mean\":0,\"Deviation\":1}]")]
    [InlineData("columns", "[{\"Name\":\"\",\"Mean\":0,\"Deviation\":1},{\"Name\":\"y\",\"Mean\":0,\"Deviation\":1}]")]
    [InlineData("columns", "null")]
    [InlineData("columns", "[]")]
    [InlineData("columns", "{")]
    [InlineData("configuration", "null")]
    [InlineData("configuration", "[]")]
    [InlineData("configuration", "{\"model\":null}")]
    [InlineData("configuration", "{\"model\":{},\"model\":{}}")]
    [InlineData("configuration", "{\"model\":{\"grid\":{\"sizes\":null}}}")]
    public void Metadata_that_make_no_model_are_refused_in_one_line(string key, string value)
    {
        using var folder = new TemporaryFolder();
        Alter(folder, key, _ => value);
        Refused("m.safetensors", () => ModelFile.Load(folder["m.safetensors"]));
    }

    [Fact]
    public void Metadata_nested_without_end_are_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var key in new[] { "columns", "configuration" })
        {
            Alter(folder, key, _ => new string('[', 100_000));
            Refused("m.safetensors", () => ModelFile.Load(folder["m.safetensors"]));
        }
    }

    // With a checksum that fits: whoever makes such a file can make that too.
    private static void Alter(TemporaryFolder folder, string key, Func<string, string> change)
    {
        var path = folder["m.safetensors"];
        var configuration = new RunConfiguration { Model = new ModelOptions { Kind = ModelKind.Baseline, HiddenWidth = 8, EmbeddingDimension = 8 } };
        using (var trainer = new Trainer(configuration.Model.ToDenoiser(), Shapes.Generate("moons", 200, 1), new TrainingOptions { Steps = 10, Threads = 1 }))
        {
            using var model = trainer.ToModel();
            ModelFile.Save(model, configuration, path);
        }

        ModelFile.Load(path).Model.Dispose();
        var file = Interchange.SafetensorsFile.Read(path);
        var changed = change(file.Metadata[key]);
        Assert.NotEqual(file.Metadata[key], changed);
        file.Metadata[key] = changed;
        file.Write(path);
    }

    private static void Refused(string message, Action action)
    {
        var refusal = Assert.Throws<InvalidInputException>(action).Message;
        Assert.Contains(message, refusal);
        Assert.DoesNotContain('\n', refusal);
    }
}
