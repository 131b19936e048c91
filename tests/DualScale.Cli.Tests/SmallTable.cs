using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>A folder with a table of 120 rows, and settings of a model that is trained on it in no time.</summary>
internal sealed class SmallTable : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallTable() => TableWriter.Write(
        new PointSet(Shapes.Generate("moons", 120, 1).Values.ToArray(), ["length", "width"]), Path);

    public static string[] Tiny { get; } =
        ["--set", "model.hidden-width=16", "--set", "model.embedding-dimension=8", "--set", "training.batch-size=32"];

    public string Folder => _folder.Path;

    public string Path => _folder["points.csv"];

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();
}
