namespace DualScale.Tables;

/// <summary>Two texts, one of which means yes. Code 0 is false and code 1 is true.</summary>
public sealed record BooleanKind : CodeKind
{
    /// <summary>How false is written. Default false.</summary>
    public string False { get; init; } = "false";

    /// <summary>How true is written. Default true.</summary>
    public string True { get; init; } = "true";

    /// <summary>The pairs of texts that are taken for truth values.</summary>
    internal static IReadOnlyList<BooleanKind> Candidates { get; } =
    [
        .. from pair in new[] { ("false", "true"), ("no", "yes"), ("f", "t"), ("n", "y"), ("off", "on") }
           from spell in new Func<string, string>[]
           {
               text => text, text => char.ToUpperInvariant(text[0]) + text[1..], text => text.ToUpperInvariant(),
           }
           select new BooleanKind { False = spell(pair.Item1), True = spell(pair.Item2) },
    ];

    internal override IReadOnlyList<string> Texts => [False, True];

    internal override string Becomes => "two codes, read by the nearest";

    internal override void Validate(string place)
    {
        if (False == True)
            throw new InvalidInputException($"{place}: true and false are both '{True}'; give each a text of its own.");
    }
}
