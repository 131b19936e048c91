namespace DualScale.Tests.Data;

/// <summary>A record with a member of every type that a column holds.</summary>
internal sealed record Reading(
    double Level, double? MaybeLevel, float Share, decimal Price, decimal? MaybePrice, long Count, ulong Far, int Age,
    int? MaybeAge, uint Size, short Low, ushort Port, sbyte Shift, byte Small, bool Open, bool? MaybeOpen, string Place,
    string? MaybePlace, Sky Sky, Sky? MaybeSky, DateOnly Day, DateOnly? MaybeDay, DateTime Moment, TimeOnly Time,
    DateTimeOffset Stamp);
