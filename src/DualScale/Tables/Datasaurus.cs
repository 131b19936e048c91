using System.Globalization;

namespace DualScale.Tables;

/// <summary>The points of the Datasaurus Dozen, as published: 142 a shape.</summary>
internal static class Datasaurus
{
    private const string Resource = "datasaurus-dozen.tsv";

    /// <summary>The shapes beside the dinosaur, by the names they have here.</summary>
    public static IReadOnlyList<string> OtherNames { get; } =
    [
        "away", "bullseye", "datasaurus-circle", "dots", "h-lines", "high-lines", "slant-down", "slant-up", "star", "v-lines",
        "wide-lines", "x-shape",
    ];

    /// <summary>The name a shape has in the published file.</summary>
    public static string SourceName(string name) => name == "datasaurus-circle" ? "circle" : name.Replace('-', '_');

    public static (double X, double Y)[] Rows(string name)
    {
        using var stream = typeof(Datasaurus).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        using var reader = new StreamReader(stream);
        var source = SourceName(name);
        var rows = new List<(double, double)>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            if (cells[0] == source)
            {
                rows.Add(
                    (double.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture)));
            }
        }

        return [.. rows];
    }
}
