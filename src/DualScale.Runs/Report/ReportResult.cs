using System.Text.Json.Serialization;

namespace DualScale.Runs;

/// <summary>A report that was written.</summary>
/// <param name="Page">The HTML page, which holds all its figures and needs no other file.</param>
/// <param name="Figures">The same figures as SVG files, beside the page.</param>
public sealed record ReportResult(
    [property: JsonPropertyName("report")] string Page,
    [property: JsonPropertyName("figures")] IReadOnlyList<string> Figures);
