namespace DualScale.Tables;

/// <summary>Where it is known from what a column is.</summary>
internal enum KindOrigin
{
    /// <summary>A schema: all of it is known.</summary>
    Schema,

    /// <summary>A guess by the first cells, to be settled by all.</summary>
    Guess,

    /// <summary>A .NET type: the cells only tell how they are written, and whether they are all the same.</summary>
    Type,
}
