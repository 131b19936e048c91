using System.Globalization;

namespace DualScale.Tables;

/// <summary>Takes the cells of a column of numbers or dates.</summary>
internal sealed class NumberColumnReader(ColumnSchema schema, NumberKind kind, KindOrigin origin, string source)
    : ColumnReader(schema, origin, source)
{
    private const int FewestOfARun = 10;

    // Of a place, what is no rounding of another number.
    private const double Rounding = 1e-6;

    // Without a schema, what the places turn out to be.
    private NumberFormat? _format = origin == KindOrigin.Schema ? null : (kind as ContinuousKind)?.Format;
    private readonly List<double> _values = [];
    private int _minPlaces = int.MaxValue;
    private int _maxPlaces;
    private bool _scientific;
    private bool _plain;

    // Of a schema that says no places, those of its own table.
    private bool SettlesPlaces => !IsOfAnother && Origin == KindOrigin.Schema
        && kind is ContinuousKind { Format: { MaxPlaces: 0, Scientific: false } };

    protected override void AddBlank() => _values.Add(double.NaN);

    protected override bool IsValue(ReadOnlySpan<byte> cell) => kind.TryParse(cell, out _);

    protected override void Add(ReadOnlySpan<byte> cell, int row)
    {
        double value;
        if (_format is null && !IsOfAnother && kind is ContinuousKind { Format: var own })
        {
            if (!own.TryParseAny(cell, out value, out var places))
                throw Misfit(cell, row);
            if (SettlesPlaces)
                Note(value, places);
            else if ((places < 0 || places > own.MaxPlaces) && Math.Abs(own.Nearest(value) - value) > Rounding * own.Unit)
            {
                throw Fault(cell, row,
                    $"has more decimal places than the {own.MaxPlaces} of the schema; raise its max-places, or round the cell");
            }
        }
        else if (_format is null)
        {
            if (!kind.TryParse(cell, out value))
                throw Misfit(cell, row);
        }
        else if (_format.TryParse(cell, out value, out var places) || TryMoveMinus(cell, out value, out places))
        {
            Note(value, places);
            if (Origin == KindOrigin.Guess && NumberFormat.LosesDigits(cell, value, places))
            {
                throw Fault(cell, row,
                    "has more digits than a number keeps; make the column a category or an identifier in a schema, or leave it out");
            }
        }
        else
            throw Misfit(cell, row);

        _values.Add(value);
    }

    // A whole number with an exponent, as R writes 1e+05 among others, says nothing of the others' notation.
    private void Note(double value, int places)
    {
        if (places >= 0)
            (_minPlaces, _maxPlaces, _plain) = (Math.Min(_minPlaces, places), Math.Max(_maxPlaces, places), true);
        else
            _scientific |= value != Math.Floor(value) || Math.Abs(value) > NumberFormat.MaxWhole;
    }

    protected override TableColumn Finish(ColumnSchema schema)
    {
        double[] values = [.. _values];
        _values.Clear();
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (value < low ? value : low, value > high ? value : high);
        if (_format is not null)
            schema = schema with { Kind = Settle(_format, values, low, high) };
        else if (SettlesPlaces && low <= high && schema.Kind is ContinuousKind own)
            schema = schema with { Kind = own with { Format = Settled(own.Format) } };
        if (schema.Kind is NumberKind && low == high && Origin != KindOrigin.Schema)
        {
            Span<char> buffer = stackalloc char[NumberKind.LongestCell];
            var text = buffer[..((NumberKind)schema.Kind).Write(low, buffer)].ToString();
            schema = schema with { Kind = new ConstantKind { Value = text } };
            return new CodeColumn(schema, Codes(values, _ => 0));
        }

        return schema.Kind switch
        {
            NumberKind => new NumberColumn(schema, values),
            BooleanKind => new CodeColumn(schema, Codes(values, value => (int)value)),
            _ => new CodeColumn(schema, Codes(values, value => (int)(value - low)),
                [.. Enumerable.Range(0, (int)(high - low) + 1)
                    .Select(i => (low + i).ToString("F0", CultureInfo.InvariantCulture))]),
        };
    }

    // The first number below zero shows where the minus stands.
    private bool TryMoveMinus(ReadOnlySpan<byte> cell, out double value, out int places)
    {
        (value, places) = (double.NaN, 0);
        if (_format is not { Prefix.Length: > 0 } format || _values.Exists(known => known <= 0 && double.IsNegative(known)))
            return false;
        var moved = format with { MinusBehindPrefix = !format.MinusBehindPrefix };
        if (!moved.TryParse(cell, out value, out places))
            return false;
        _format = moved;
        return true;
    }

    private static int[] Codes(double[] values, Func<double, int> code) =>
        Array.ConvertAll(values, value => double.IsNaN(value) ? CodeColumn.BlankCode : code(value));

    // Whole numbers are integers, zeros and ones are truth values, and rows that are counted are no data.
    private ColumnKind Settle(NumberFormat format, double[] values, double low, double high)
    {
        var settled = Settled(format);
        var isWhole = !settled.Scientific && Math.Max(-low, high) <= NumberFormat.MaxWhole &&
            values.All(value => value == Math.Floor(value) || double.IsNaN(value));
        if (!isWhole || Origin == KindOrigin.Type)
            return new ContinuousKind { Format = settled };
        if (settled is { MaxPlaces: 0, HasSigns: false } && (low, high) == (0, 1))
            return new BooleanKind { False = "0", True = "1" };
        return settled is { MaxPlaces: 0, Thousands: "", HasSigns: false } && values.Length >= FewestOfARun && IsRun(values)
            ? new IdentifierKind() : new IntegerKind { Format = settled };
    }

    private NumberFormat Settled(NumberFormat format) => _scientific || !_plain || _maxPlaces > NumberFormat.MostPlaces
        ? format with { Scientific = true }
        : format with { MinPlaces = _minPlaces, MaxPlaces = _maxPlaces };

    private static bool IsRun(double[] values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] != values[i - 1] + 1)
                return false;
        }

        return true;
    }

    private InvalidInputException Misfit(ReadOnlySpan<byte> cell, int row) => Fault(cell, row,
        $"is not {(_format is { } format ? new ContinuousKind { Format = format } : kind).Wanted}; {(IsOfAnother
            ? "correct it or leave it blank" : "correct it, leave it blank, or give the column another kind in a schema")}");
}
