using System.Diagnostics;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion;

/// <summary>
/// Model files that claim what they do not hold. Their checksums fit: whoever makes such a file can make those too.
/// </summary>
public sealed class ModelFileAttackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4096, 8)]
    [InlineData(4096, 64)]
    [InlineData(16, 0)]
    [InlineData(8, 2)]
    public void Network_that_the_arrays_do_not_bear_out_takes_no_memory(int width, int blocks)
    {
        Alter("recipe", text => text.Replace("\"hidden-width\":8", $"\"hidden-width\":{width}")
            .Replace("\"residual-blocks\":3", $"\"residual-blocks\":{blocks}"));
        var (managed, peak) = (GC.GetAllocatedBytesForCurrentThread(), PeakWorkingSet());
        Assert.Contains("array 'network.", Refusal());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - managed, 0, 5_000_000);

        // The system's count of pages is not exact, so the difference may be below 0.
        Assert.True(PeakWorkingSet() - peak < 300_000_000, $"The peak grew by {PeakWorkingSet() - peak} bytes.");

        static long PeakWorkingSet()
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    [Theory]
    [InlineData("columns", "[null,null]")]
    [InlineData("columns", "[{\"Name\":null,\"Mean\":0,\"Deviation\":1},{\"Name\":\"y\",\"Mean\":0,\"Deviation\":1}]")]
    [InlineData("columns", "[{\"Name\":\"\",\"Mean\":0,\"Deviation\":1},{\"Name\":\"y\",\"Mean\":0,\"Deviation\":1}]")]
    [InlineData("columns", "[{\"Name\":\"x\",\"Mean\":0,\"Deviation\":1}]")]
    [InlineData("columns", "null")]
    [InlineData("columns", "[]")]
    [InlineData("columns", "{")]
    [InlineData("recipe", "null")]
    [InlineData("recipe", "[]")]
    [InlineData("recipe", "{\"network\":null}")]
    [InlineData("recipe", "{\"network\":{},\"network\":{}}")]
    [InlineData("format", "dualscale-model-1")]
    [InlineData("format", "dualscale-model-9")]
    public void Metadata_that_make_no_model_are_refused(string key, string value)
    {
        Alter(key, _ => value);
        Refusal();
    }

    [Theory]
    [InlineData("columns")]
    [InlineData("recipe")]
    public void Metadata_nested_without_end_are_refused(string key)
    {
        Alter(key, _ => new string('[', 100_000));
        Refusal();
    }

    private string Refusal()
    {
        var message = Assert.Throws<InvalidInputException>(() => ModelFile.Load(_folder["m"])).Message;
        Assert.DoesNotContain('\n', message);
        Assert.Contains(_folder["m"], message);
        return message;
    }

    private void Alter(string key, Func<string, string> change)
    {
        var denoiser = new BaselineDenoiser(new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 8 });
        using (var trainer = new Trainer(
            denoiser, Shapes.Generate("moons", 200, 1), new TrainingOptions { Steps = 10, Threads = 1 }))
        {
            using var model = trainer.ToModel();
            ModelFile.Save(model, _folder["m"]);
        }

        ModelFile.Load(_folder["m"]).Dispose();
        var file = SafetensorsFile.Read(_folder["m"]);
        var changed = change(file.Metadata[key]);
        Assert.NotEqual(file.Metadata[key], changed);
        file.Metadata[key] = changed;
        file.Write(_folder["m"]);
    }
}
