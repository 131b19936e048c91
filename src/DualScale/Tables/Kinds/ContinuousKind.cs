namespace DualScale.Tables;

/// <summary>Numbers on a scale.</summary>
public sealed record ContinuousKind : NumberKind
{
    /// <summary>
    /// How they are written. Default a decimal point; without places said, those that the cells of the table have.
    /// </summary>
    public NumberFormat Format { get; init; } = new();

    /// <summary>How they are brought to a scale that a network learns well. Default by their quantiles.</summary>
    public NumberScale Scale { get; init; }

    internal override double Unit => Format.Unit;

    internal override string Becomes => Scale == NumberScale.Quantile
        ? $"a normal by its quantiles, {Tails}" : "mean 0 and deviation 1";

    internal override string Wanted => $"a number {Format.Description}";

    internal override bool TryParse(ReadOnlySpan<byte> cell, out double value) => Format.TryParseAny(cell, out value, out _);

    internal override int Write(double value, Span<char> destination) => Format.Write(value, destination);

    internal override double Nearest(double number) => Format.Nearest(number);

    internal override void Validate(string place) => Format.Validate(place);
}
