using System.Globalization;
using System.Text.Json.Nodes;
using DualScale.Interchange;

namespace DualScale.Runs;

/// <summary>
/// The mean loss of every ten steps, and now and then the held-out one, a JSON line each, appended and flushed.
/// </summary>
internal sealed class MetricsLog : IDisposable
{
    public const int Interval = 10;

    private readonly StreamWriter _writer;

    /// <summary>
    /// Opens the log behind the lines up to a step; later ones, of steps that a resumed training makes again, go.
    /// </summary>
    public MetricsLog(string path, int step)
    {
        var kept = Read(path).Where(entry => entry.Step <= step).ToArray();
        Lost = Math.Max(0, step / Interval - kept.Length);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            foreach (var entry in kept)
                writer.Write(Line(entry));
        });
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>How many lines up to the step it was opened behind are missing or damaged.</summary>
    public int Lost { get; }

    public static IReadOnlyList<LossPoint> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        var entries = new List<LossPoint>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                if (JsonNode.Parse(line) is JsonObject entry && entry["step"] is { } step && entry["loss"] is { } loss)
                {
                    entries.Add(
                        new LossPoint(step.GetValue<int>(), loss.GetValue<double>(), entry["held_out_loss"]?.GetValue<double>()));
                }
            }
            catch (Exception exception)
                when (exception is System.Text.Json.JsonException or InvalidOperationException or FormatException)
            {
                // The last line may have been cut off by a kill; what it said is made again.
            }
        }

        return entries;
    }

    public void Append(LossPoint point) => _writer.Write(Line(point));

    public void Dispose() => _writer.Dispose();

    private static string Line(LossPoint point) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"step\":{point.Step},\"loss\":{point.Loss:R}{(point.HeldOut is { } loss ? $",\"held_out_loss\":{loss.ToString("R", CultureInfo.InvariantCulture)}" : "")}}}\n");
}
