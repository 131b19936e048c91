namespace DualScale.Runs.Figures;

/// <summary>The extent of an axis.</summary>
internal readonly record struct Range(double Low, double High)
{
    // Of its size: what values differ by less is the rounding of a sum.
    private const double LeastShare = 1e-9;
    private const int MostTicks = 100;

    public double Length => High - Low;

    /// <summary>How ticks are written; as numbers where null, the default.</summary>
    public Func<double, string>? Text { get; init; }

    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The range of the finite values, a little widened; [0, 1] where there are none.</summary>
    public static Range Of(IEnumerable<double> values, double margin = 0.03)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            return new Range(0, 1);
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        var pad = high - low > size * LeastShare ? (high - low) * margin : Math.Max(1e-6, size * 0.1);
        return new Range(low - pad, high + pad);
    }

    /// <summary>Round numbers inside the range, about as many as asked for.</summary>
    public IReadOnlyList<double> Ticks(int about)
    {
        if (Length < 0)
            return new Range(High, Low).Ticks(about);
        var raw = Length / Math.Max(1, about);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = new[] { 1.0, 2, 5, 10 }.First(factor => factor * power >= raw * 0.999) * power;
        var ticks = new List<double>();
        var first = Math.Ceiling(Low / step - 1e-9);
        for (var i = 0; (first + i) * step <= High + step * 1e-9 && i <= MostTicks; i++)
            ticks.Add((first + i) * step);
        return ticks;
    }

    /// <summary>A tick as text, with as many digits as neighbouring ticks differ in.</summary>
    public string Label(double tick)
    {
        if (Text is not null)
            return Text(tick);
        var (size, spread) = (Math.Max(Math.Abs(Low), Math.Abs(High)), Math.Abs(Length));
        if (Math.Abs(tick) < 1e-9 * spread)
            return "0";
        var places = 2 - (int)Math.Floor(Math.Log10(spread));
        var format = size is >= 1e5 or < 1e-3
            ? $"0.{new string('#', Math.Clamp((int)Math.Floor(Math.Log10(size)) + places - 1, 1, 12))}e0"
            : $"0.{new string('#', Math.Clamp(places, 1, 12))}";
        return tick.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
    }
}
