namespace DualScale.Tables;

/// <summary>
/// Numbers and dates as one column, by their quantiles or by mean and deviation, and one that says where blanks are. The first
/// one is NaN where the cell is blank.
/// </summary>
internal abstract class NumberEncoding : ColumnEncoding
{
    // Cells end half a step beyond the largest number that is read, and scales are of distances.
    private const double MostParameter = 10 * NumberFormat.MaxNumber;

    private readonly BlankIndicator _blank;
    private readonly NumberKind _kind;

    protected NumberEncoding(ColumnSchema schema, double blanks) : base(schema)
    {
        (_blank, _kind) = (new BlankIndicator(blanks), (NumberKind)schema.Kind);
        Names = _blank.Exists ? [schema.Name, $"{schema.Name} is blank"] : [schema.Name];
    }

    public override IReadOnlyList<string> Names { get; }

    public override bool HasBlanks => _blank.Exists;

    /// <summary>The values that come back of scores up to the largest either way.</summary>
    public CellRange Reach =>
        new(_kind.Nearest(Value(-QuantileMap.MostScore)), _kind.Nearest(Value(QuantileMap.MostScore)));

    public override DiscreteColumns? Discrete(int first) => !_blank.Exists ? null
        : new DiscreteColumns(first + 1, [[_blank.Encode(false)], [_blank.Encode(true)]], [1 - _blank.Share, _blank.Share]);

    public override bool Spreads(double value) => !double.IsNaN(value) && Score(value, 0.25) != Score(value, 0.75);

    /// <summary>The value nearest to a number of those that come back of scores.</summary>
    public double Nearest(double number) => _kind.Nearest(NearestTo(number));

    /// <summary>Whether a value that comes back of scores lies in an interval.</summary>
    public bool HasValueIn(CellRange range)
    {
        var (low, high) = range.Intersect(Reach);
        if (!(low <= high))
            return false;

        // The first number whose nearest value is not below the interval is nearest to the least value that is not.
        while (Nearest(low) < range.Low && Nearest(high) >= range.Low)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                return Nearest(high) <= range.High;
            (low, high) = Nearest(middle) < range.Low ? (middle, high) : (low, middle);
        }

        return Nearest(low) >= range.Low && Nearest(low) <= range.High;
    }

    protected double Blanks => _blank.Share;

    public static NumberEncoding Fit(NumberColumn column)
    {
        double[] values = [.. column.Values];
        Array.Sort(values);
        var blanks = values.AsSpan().LastIndexOf(double.NaN) + 1;
        var sorted = values.AsSpan(blanks);
        if (sorted.Length == 0 || sorted[0] == sorted[^1])
        {
            throw new InvalidInputException(
                $"Column '{CellText.Shorten(column.Name)}' is {(sorted.Length == 0 ? "blank" : $"{column.Text(FirstOf(column))} or blank")} in all {column.Rows} rows; there is nothing to learn in it, so make it a constant or leave it out.");
        }

        var share = (double)blanks / values.Length;
        return column.Kind is ContinuousKind { Scale: NumberScale.Standard }
            ? StandardEncoding.Fit(column.Schema, sorted, share)
            : new QuantileEncoding(column.Schema, QuantileMap.Fit(sorted, column.Kind), share);
    }

    public static new NumberEncoding Create(ColumnSchema schema, double[] parameters) =>
        schema.Kind is ContinuousKind { Scale: NumberScale.Standard }
            ? StandardEncoding.Create(schema, parameters) : QuantileEncoding.Create(schema, parameters);

    public override TableColumn Adopt(TableColumn column) =>
        column is NumberColumn numbers && numbers.Kind is DateKind == _kind is DateKind
            ? new NumberColumn(Schema, numbers.Values.ToArray()) : throw OtherKind(column);

    public override void Encode(
        TableColumn column, Func<int, double> draw, Span<float> values, int offset, int stride, Func<int, long> number)
    {
        var numbers = ((NumberColumn)column).Values;
        for (var row = 0; row < numbers.Length; row++)
        {
            var isBlank = double.IsNaN(numbers[row]);
            if (isBlank && !_blank.Exists)
                throw UnknownBlank(number(row));
            values[row * stride + offset] = isBlank ? float.NaN : (float)Score(numbers[row], draw(row));
            if (_blank.Exists)
                values[row * stride + offset + 1] = _blank.Encode(isBlank);
        }
    }

    public override void EncodeGiven(
        TableColumn column, Func<int, double> draw, Span<float> values, int offset, int stride, Func<int, long> number)
    {
        Encode(column, draw, values, offset, stride, number);
        for (var at = offset; at < values.Length; at += stride)
            values[at] = Math.Clamp(values[at], (float)GivenScores.Low, (float)GivenScores.High);
    }

    public override TableColumn Decode(ReadOnlySpan<float> values, int offset, int stride, int rows, long firstRow)
    {
        var numbers = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var at = row * stride + offset;
            numbers[row] = _blank.Exists && _blank.Decode(values[at + 1]) ? double.NaN : _kind.Nearest(Value(values[at]));
        }

        return new NumberColumn(Schema, numbers);
    }

    protected override bool GivesValue(double value) => IsWithinReach(value);

    /// <summary>Between which scores the network has seen rows.</summary>
    protected abstract CellRange GivenScores { get; }

    protected abstract double Score(double value, double draw);

    protected abstract double Value(double score);

    protected abstract double NearestTo(double number);

    /// <summary>Whether a fit can give a parameter; not where it is not finite.</summary>
    protected static bool IsWithinReach(double parameter) => Math.Abs(parameter) <= MostParameter;

    private static int FirstOf(NumberColumn column) =>
        Enumerable.Range(0, column.Rows).First(row => !column.IsBlank(row));
}
