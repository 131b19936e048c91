using System.Globalization;
using DualScale.Diffusion;
using DualScale.Interchange;

namespace DualScale.Runs;

/// <summary>
/// A run's model with its weights as the last step left them, in place of their average. The papers' code samples from the
/// average, but takes the evaluation loss and the variance of its grids from these. They lie in the checkpoint.
/// </summary>
internal static class RawWeights
{
    private const string Prefix = "weights/";

    /// <summary>The model; null where the run has no checkpoint of its last step.</summary>
    /// <exception cref="InvalidInputException">The checkpoint is damaged or belongs to another run, or the run has no
    /// model.</exception>
    public static DiffusionModel? Load(Run run)
    {
        if (!File.Exists(run.Files.Checkpoint))
            return null;
        var checkpoint = SafetensorsFile.Read(run.Files.Checkpoint);
        if (!int.TryParse(checkpoint.GetMetadata("step"), CultureInfo.InvariantCulture, out var step) ||
            step != run.ReadTraining()?.Steps)
            return null;
        var model = run.LoadModel();
        try
        {
            foreach (var parameter in model.Parameters)
                model.Values.Load(parameter, checkpoint.Get<float>(Prefix + parameter.Name, parameter.Shape));
            model.Values.RefreshTransposed();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
