using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DualScale.Evaluation.Quality;
using DualScale.Interchange;
using DualScale.Runs.Documents;
using DualScale.Runs.Quality;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>The quality of a table as a page and as JSON.</summary>
public static class QualityReporting
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new FiniteNumberConverter() },
    };

    /// <summary>
    /// Writes a self-contained page: the verdict, all numbers, all marginals, the pairs that differ most, both tables in a plane.
    /// </summary>
    /// <param name="quality">What was measured.</param>
    /// <param name="real">The real table that was compared.</param>
    /// <param name="synthetic">The synthetic table that was compared.</param>
    /// <param name="path">The page; what was there is replaced.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void WriteReport(this TableQuality quality, Table real, Table synthetic, string path)
    {
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        AtomicFile.WriteText(
            path, HtmlPage.Write("DualScale comparison", QualityPage.Create(quality, real, LevelMap.Rename(synthetic, real))));
    }

    /// <summary>The findings, columns and pairs as JSON, without the projection; what is not finite is null.</summary>
    /// <param name="quality">What was measured.</param>
    public static JsonObject ToJson(this TableQuality quality)
    {
        ArgumentNullException.ThrowIfNull(quality);
        var document = JsonSerializer.SerializeToNode(quality, Json)!.AsObject();
        document.Remove("projection");
        return document;
    }
}
