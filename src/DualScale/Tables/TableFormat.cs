namespace DualScale.Tables;

/// <summary>How a table is written as text.</summary>
public sealed record TableFormat
{
    /// <summary>What stands between cells: a comma, the default, a semicolon, a tab or a bar.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first line has the names of the columns. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Whether those names stand in quotes. Default false: where they must.</summary>
    public bool HeaderQuoted { get; init; }

    /// <summary>Whether lines end with a carriage return too. Default false.</summary>
    public bool CarriageReturns { get; init; }

    internal void Validate(string place)
    {
        if (Delimiter is not (',' or ';' or '\t' or '|'))
        {
            throw new InvalidInputException(
                $"{place}: the delimiter is '{Delimiter}'; give a comma, a semicolon, a tab or a bar.");
        }
    }
}
