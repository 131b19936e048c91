namespace DualScale.Tables;

/// <summary>Whole numbers, of which there can be many: counts, years, prices in whole units.</summary>
public sealed record IntegerKind : NumberKind
{
    /// <summary>How they are written; decimal places there are zeros. Default without.</summary>
    public NumberFormat Format { get; init; } = new();

    internal override double Unit => 1;

    internal override string Becomes => $"a normal by its quantiles, {Tails}; rounded back";

    internal override string Wanted => $"a whole number{Format.WholeDescription}";

    internal override bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        Format.TryParseAny(cell, out value, out _) && value == Math.Floor(value) && Math.Abs(value) <= NumberFormat.MaxWhole;

    internal override int Write(double value, Span<char> destination) => Format.Write(value, destination);

    internal override double Nearest(double number) =>
        Math.Clamp(Math.Round(number), -NumberFormat.MaxWhole, NumberFormat.MaxWhole);

    internal override void Validate(string place) => Format.Validate(place);
}
