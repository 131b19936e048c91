namespace DualScale.Diffusion;

/// <summary>A number that may be blank and the flag behind it that says so; of a blank only the flag is ever given.</summary>
/// <param name="Column">The column of the number.</param>
/// <param name="Value">What the flag is where it is not blank.</param>
/// <param name="Blank">What it is where it is.</param>
internal readonly record struct BlankNumber(int Column, float Value, float Blank)
{
    /// <summary>Whether the number is blank in a row.</summary>
    public bool IsBlank(ReadOnlySpan<float> row) => Math.Abs(row[Column + 1] - Blank) < Math.Abs(row[Column + 1] - Value);
}
