namespace DualScale.Tests.Formulas;

/// <summary>
/// A number in double precision that knows which variables it was computed from, so that derivatives can be read off it. Any
/// other number is a constant, and so is what is computed from constants alone.
/// </summary>
internal sealed class Traced
{
    private static long _made;

    private readonly long _order = Interlocked.Increment(ref _made);
    private readonly (Traced Number, double Slope)[] _from;
    private readonly bool _constant;
    private bool _reached;

    private Traced(double value, params ReadOnlySpan<(Traced Number, double Slope)> from)
    {
        Value = value;
        _constant = true;
        foreach (var (number, _) in from)
            _constant &= number._constant;
        _from = _constant ? [] : from.ToArray();
    }

    private Traced(double value, bool constant) => (Value, _constant, _from) = (value, constant, []);

    public double Value { get; }

    /// <summary>The derivative by this number of the one that was differentiated last.</summary>
    public double Slope { get; private set; }

    public static implicit operator Traced(double value) => new(value, constant: true);

    public static Traced operator +(Traced a, Traced b) => new(a.Value + b.Value, (a, 1), (b, 1));

    public static Traced operator -(Traced a, Traced b) => new(a.Value - b.Value, (a, 1), (b, -1));

    public static Traced operator *(Traced a, Traced b) => new(a.Value * b.Value, (a, b.Value), (b, a.Value));

    public static Traced operator /(Traced a, Traced b) =>
        new(a.Value / b.Value, (a, 1 / b.Value), (b, -a.Value / (b.Value * b.Value)));

    public static Traced[] Of(IEnumerable<double> values) => [.. values.Select(value => (Traced)value)];

    public static Traced[] Of(IEnumerable<float> values) => [.. values.Select(value => (Traced)value)];

    /// <summary>Numbers to differentiate by.</summary>
    public static Traced[] Variables(IEnumerable<double> values) =>
        [.. values.Select(value => new Traced(value, constant: false))];

    public static double[] Values(IEnumerable<Traced> numbers) => [.. numbers.Select(number => number.Value)];

    public static double[] Slopes(IEnumerable<Traced> numbers) => [.. numbers.Select(number => number.Slope)];

    public static Traced Sum(IEnumerable<Traced> terms)
    {
        var all = terms.ToArray();
        return new Traced(all.Sum(term => term.Value), [.. all.Select(term => (term, 1.0))]);
    }

    public static Traced Mean(IEnumerable<Traced> terms)
    {
        var all = terms.ToArray();
        return Sum(all) / all.Length;
    }

    public static Traced Dot(ReadOnlySpan<Traced> a, ReadOnlySpan<Traced> b)
    {
        Span<(Traced, double)> from = new (Traced, double)[2 * a.Length];
        var (sum, at) = (0.0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i].Value * b[i].Value;
            if (!a[i]._constant)
                from[at++] = (a[i], b[i].Value);
            if (!b[i]._constant)
                from[at++] = (b[i], a[i].Value);
        }

        return new Traced(sum, from[..at]);
    }

    public static Traced Sin(Traced x) => new(Math.Sin(x.Value), (x, Math.Cos(x.Value)));

    public static Traced Cos(Traced x) => new(Math.Cos(x.Value), (x, -Math.Sin(x.Value)));

    public static Traced Exp(Traced x) => new(Math.Exp(x.Value), (x, Math.Exp(x.Value)));

    public static Traced Log(Traced x) => new(Math.Log(x.Value), (x, 1 / x.Value));

    public static Traced Sqrt(Traced x) => new(Math.Sqrt(x.Value), (x, x.Value == 0 ? 0 : 0.5 / Math.Sqrt(x.Value)));

    public static Traced Abs(Traced x) => new(Math.Abs(x.Value), (x, Math.Sign(x.Value)));

    public static Traced Silu(Traced x) => x / (1 + Exp(0 - x));

    public static Traced LeakyRelu(Traced x, double slope) => x.Value > 0 ? x : slope * x;

    /// <summary>Gives each number behind this one its <see cref="Slope"/>: the chain rule, last number first.</summary>
    public void Differentiate()
    {
        var (found, left) = (new List<Traced>(), new Stack<Traced>([this]));
        _reached = true;
        while (left.TryPop(out var number))
        {
            found.Add(number);
            number.Slope = 0;
            foreach (var (earlier, _) in number._from)
            {
                if (!earlier._reached)
                    left.Push(earlier);
                earlier._reached = true;
            }
        }

        Slope = 1;
        found.Sort((a, b) => b._order.CompareTo(a._order));
        foreach (var number in found)
        {
            number._reached = false;
            foreach (var (earlier, slope) in number._from)
                earlier.Slope += slope * number.Slope;
        }
    }
}
