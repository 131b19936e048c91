namespace DualScale.Tables;

/// <summary>A network's column that says whether a cell is blank: two values around 0, at most of variance 1.</summary>
/// <param name="Share">The share of blanks; 0 for a column that has none, and no indicator.</param>
internal readonly record struct BlankIndicator(double Share)
{
    // A rare blank would stand far out otherwise, where noise hardly reaches.
    private const double MostScale = 5;

    public bool Exists => Share > 0;

    private double Scale => Math.Min(MostScale, 1 / Math.Sqrt(Share * (1 - Share)));

    public float Encode(bool isBlank) => (float)(((isBlank ? 1 : 0) - Share) * Scale);

    public bool Decode(float value) => value / Scale + Share > 0.5;
}
