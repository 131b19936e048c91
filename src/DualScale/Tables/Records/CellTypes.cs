using System.Numerics;
using System.Reflection;

namespace DualScale.Tables;

/// <summary>The .NET types whose values stand in columns. One more is a line here.</summary>
internal static class CellTypes
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF";

    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(double)] = Continuous<double>(),
        [typeof(float)] = Continuous<float>(),
        [typeof(decimal)] = Continuous<decimal>(),
        [typeof(long)] = Whole<long>(),
        [typeof(ulong)] = Whole<ulong>(),
        [typeof(int)] = Whole<int>(),
        [typeof(uint)] = Whole<uint>(),
        [typeof(short)] = Whole<short>(),
        [typeof(ushort)] = Whole<ushort>(),
        [typeof(sbyte)] = Whole<sbyte>(),
        [typeof(byte)] = Whole<byte>(),
        [typeof(bool)] = new TruthCell(),
        [typeof(DateOnly)] = new DateCell<DateOnly>("yyyy-MM-dd", date => date.ToDateTime(default), DateOnly.FromDateTime),
        [typeof(DateTime)] = new DateCell<DateTime>(Moment, moment => moment, moment => moment),
        [typeof(TimeOnly)] = new DateCell<TimeOnly>(
            "HH:mm:ss.FFFFFF", time => DateKind.ToDateTime(0) + time.ToTimeSpan(), TimeOnly.FromDateTime),
        [typeof(DateTimeOffset)] = new DateCell<DateTimeOffset>(
            Moment + "'Z'", moment => moment.UtcDateTime, moment => new DateTimeOffset(moment, TimeSpan.Zero)),
    };

    /// <summary>How the values of a property stand in a column; null where no column holds them.</summary>
    /// <returns>A <see cref="CellType{TValue}"/> of the property's type.</returns>
    public static object? Find(PropertyInfo property)
    {
        if (property.PropertyType == typeof(string))
            return new TextCell(new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull);
        return Nullable.GetUnderlyingType(property.PropertyType) is not { } type ? OfValue(property.PropertyType)
            : OfValue(type) is { } cell ? Activator.CreateInstance(typeof(NullableCell<>).MakeGenericType(type), cell) : null;
    }

    private static object? OfValue(Type type) =>
        type.IsEnum ? Activator.CreateInstance(typeof(EnumCell<>).MakeGenericType(type)) : Known.GetValueOrDefault(type);

    private static NumberCell<TNumber> Continuous<TNumber>()
        where TNumber : struct, INumber<TNumber>, IMinMaxValue<TNumber>, IUtf8SpanFormattable => new(new ContinuousKind());

    private static NumberCell<TNumber> Whole<TNumber>()
        where TNumber : struct, INumber<TNumber>, IMinMaxValue<TNumber>, IUtf8SpanFormattable => new(new IntegerKind());
}
