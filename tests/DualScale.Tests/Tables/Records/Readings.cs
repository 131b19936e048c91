using DualScale.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

/// <summary>Records of any values that a table holds; no member is null in all of them.</summary>
internal static class Readings
{
    private static readonly string[] Places = ["a", " edge ", "NA", "null", "ß 漢", "say \"no\"", "01234", "two\nlines", "true", "1e5"];
    private static readonly double[] Levels = [0, -0.5, 1.25, 1e100, -1e100, double.Epsilon, 1e-7, 123456789.125, double.NaN];
    private static readonly decimal[] Prices = [0, 19.90m, -0.001m, 123456789012.345m, 7922816251426m];
    private static readonly double MostWhole = Math.Pow(2, 53);

    public static Arbitrary<Reading[]> Any { get; } = (
        from rows in Gen.Choose(1, 40)
        from seed in Gen.Choose(0, 1_000_000)
        select Enumerable.Range(0, rows).Select(
            row => At(row, new RandomStream((ulong)seed, (ulong)row))).ToArray()).ToArbitrary();

    private static Reading At(int row, RandomStream draws)
    {
        var used = 0UL;
        return new Reading(
            Level(), Maybe(Level), BitConverter.UInt32BitsToSingle(0x3f800000 + (uint)Below(1 << 23)), Price(), Maybe(Price),
            (long)(Share() * 2 * MostWhole - MostWhole), (ulong)(Share() * MostWhole), Below(100), Maybe(() => Below(3)),
            uint.MaxValue - (uint)Below(5), (short)(short.MinValue + Below(9)), (ushort)Below(65536), (sbyte)(Below(256) - 128),
            (byte)Below(256), Below(2) == 0, Maybe(() => Below(2) == 0), Pick(Places),
            row > 0 && Below(3) == 0 ? null : Pick(Places),
            Pick(Enum.GetValues<Sky>()), Maybe(() => Pick(Enum.GetValues<Sky>())), Day(), Maybe(Day),
            new DateTime(1800 + Below(400), 1, 1).AddTicks(10L * 1_000_000 * Below(1 << 30)),
            new TimeOnly(10L * Below(1 << 30) * 80), new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(Below(20) - 10))
                .AddTicks(10L * Below(1 << 30)));

        int Below(int count) => draws.Below(1000 * used++, count);
        double Share() => Below(1 << 30) / (double)(1 << 30);
        double Level() => row == 0 ? 1.5 : Below(3) == 0 ? Pick(Levels) : Math.ScaleB(Share() - 0.5, Below(600) - 300);
        decimal Price() => Pick(Prices) + Below(100);
        DateOnly Day() => DateOnly.FromDayNumber(Below(DateOnly.MaxValue.DayNumber));
        TItem Pick<TItem>(TItem[] items) => items[Below(items.Length)];
        TItem? Maybe<TItem>(Func<TItem> some) where TItem : struct =>
            (row > 0 && Below(3) == 0) || some() is var value && value is double number && double.IsNaN(number) ? null : value;
    }
}
