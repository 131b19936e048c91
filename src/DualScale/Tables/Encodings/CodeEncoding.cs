using System.Runtime.Intrinsics;

namespace DualScale.Tables;

/// <summary>
/// Texts as words (<see cref="CodeWords"/>), centred and scaled to a total variance of 1, and read by the nearest word. A blank
/// is one text more. A column of one text has no columns.
/// </summary>
internal sealed class CodeEncoding : ColumnEncoding
{
    // A rare text would stand far out otherwise, where noise hardly reaches.
    private const double MostScale = 5;

    private readonly double[] _counts;
    private readonly int _words;
    private readonly int _width;
    private readonly double _scale;
    private readonly double[] _means;
    private readonly float[] _encoded;
    private readonly float[] _halfSquares;

    // The rows of each text; behind them, where there are any, the blanks.
    private CodeEncoding(ColumnSchema schema, double[] counts) : base(schema)
    {
        var texts = ((CodeKind)schema.Kind).Texts;
        (_counts, _words, HasBlanks) = (counts, counts.Length, counts.Length > texts.Count);
        _width = CodeWords.Width(_words);
        Names = _width == _words
            ? [.. Enumerable.Range(0, _words).Select(word => $"{schema.Name}={(word < texts.Count ? texts[word] : "blank")}")]
            : [.. Enumerable.Range(1, _width).Select(place => _width == 1 ? schema.Name : $"{schema.Name} {place}")];
        var (words, rows) = (CodeWords.Of(_words), counts.Sum());
        _means = new double[_width];
        for (var at = 0; at < words.Length; at++)
            _means[at % _width] += words[at / _width, at % _width] ? counts[at / _width] / rows : 0;
        _scale = Math.Min(MostScale, 1 / Math.Sqrt(_means.Sum(mean => mean * (1 - mean))));
        _encoded = new float[words.Length];
        _halfSquares = new float[_words];
        for (var at = 0; at < words.Length; at++)
        {
            var value = ((words[at / _width, at % _width] ? 1 : 0) - _means[at % _width]) * _scale;
            _encoded[at] = (float)value;
            _halfSquares[at / _width] += (float)(value * value / 2);
        }
    }

    public override IReadOnlyList<string> Names { get; }

    public override double[] Parameters => _counts;

    public override bool HasBlanks { get; }

    public override DiscreteColumns? Discrete(int first)
    {
        var (rows, known) = (_counts.Sum(), Enumerable.Range(0, _words).Where(Knows).ToArray());
        return known.Length < 2 ? null : new DiscreteColumns(
            first, [.. known.Select(word => _encoded[(word * _width)..((word + 1) * _width)])],
            [.. known.Select(word => _counts[word] / rows)]);
    }

    /// <summary>Whether a text was in any row that it was fitted to.</summary>
    public bool Knows(int code) => _counts[code] > 0;

    /// <summary>In how many of these rows a text was, or a blank, as <see cref="TableColumn.Cell"/> has them.</summary>
    public double Count(double cell) => double.IsNaN(cell) ? HasBlanks ? _counts[^1] : 0 : _counts[(int)cell];

    public static CodeEncoding Fit(CodeColumn column)
    {
        var texts = column.Texts.Count;
        var counts = new double[texts + (column.Codes.Contains(CodeColumn.BlankCode) ? 1 : 0)];
        foreach (var code in column.Codes)
            counts[code < 0 ? texts : code]++;
        if (column.Kind is not ConstantKind && counts.Count(count => count > 0) < 2)
        {
            throw new InvalidInputException(
                $"Column '{CellText.Shorten(column.Name)}' is {(column.Codes[0] < 0 ? "blank" : $"'{CellText.Shorten(column.Text(0))}'")} in all {column.Rows} rows; there is nothing to learn in it, so make it a constant or leave it out.");
        }

        return new CodeEncoding(column.Schema, counts);
    }

    public static new CodeEncoding Create(ColumnSchema schema, double[] parameters)
    {
        var texts = ((CodeKind)schema.Kind).Texts.Count;
        return texts > 0 && parameters.Length - texts is 0 or 1 && parameters.Sum() is > 0 and var rows &&
            double.IsFinite(rows) && parameters.All(count => count >= 0)
            ? new CodeEncoding(schema, parameters)
            : throw Damaged(schema);
    }

    public override TableColumn Adopt(TableColumn column)
    {
        var words = WordsOf(column as CodeColumn ?? throw OtherKind(column));
        var codes = ((CodeColumn)column).Codes.ToArray();
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] < 0)
                continue;
            if (words[codes[row]] is not (>= 0 and var word) || !Knows(word))
                throw UnknownText(column.Text(row), row);
            codes[row] = word;
        }

        return new CodeColumn(Schema, codes);
    }

    public override void Encode(
        TableColumn column, Func<int, double> draw, Span<float> values, int offset, int stride, Func<int, long> number)
    {
        var words = WordsOf((CodeColumn)column);
        var codes = ((CodeColumn)column).Codes;
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] < 0 && !HasBlanks)
                throw UnknownBlank(number(row));
            var word = codes[row] < 0 ? _words - 1 : words[codes[row]];
            if (word < 0)
                throw UnknownText(column.Text(row), number(row));
            _encoded.AsSpan(word * _width, _width).CopyTo(values[(row * stride + offset)..]);
        }
    }

    public override TableColumn Decode(ReadOnlySpan<float> values, int offset, int stride, int rows, long firstRow)
    {
        var codes = new int[rows];
        for (var row = 0; row < rows && _width > 0; row++)
        {
            var nearest = Nearest(values.Slice(row * stride + offset, _width));
            codes[row] = HasBlanks && nearest == _words - 1 ? CodeColumn.BlankCode : nearest;
        }

        return new CodeColumn(Schema, codes);
    }

    protected override bool GivesValue(double value) =>
        value >= 0 && value < _counts.Length && value == (int)value && Knows((int)value);

    // A table that was read by itself may have its texts in another order.
    private int[] WordsOf(CodeColumn column)
    {
        var known = ((CodeKind)Schema.Kind).Texts.Index().ToDictionary(text => text.Item, text => text.Index);
        return [.. column.Texts.Select(text => known.GetValueOrDefault(text, -1))];
    }

    private InvalidInputException UnknownText(string text, long row) => new(
        $"Row {row + 1} of the data, column '{CellText.Shorten(Schema.Name)}': '{CellText.Shorten(text)}' is none of the texts that the encoding was fitted to; correct it or leave the row out.");

    // |x - w|² is least where x·w - |w|²/2 is largest.
    private int Nearest(ReadOnlySpan<float> x)
    {
        var (best, most) = (0, float.NegativeInfinity);
        for (var word = 0; word < _words; word++)
        {
            var score = Dot(x, _encoded.AsSpan(word * _width, _width)) - _halfSquares[word];
            if (score > most)
                (best, most) = (word, score);
        }

        return best;
    }

    // Four sums on every processor, so that all round alike.
    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sums, at) = (Vector128<float>.Zero, 0);
        for (; at <= a.Length - Vector128<float>.Count; at += Vector128<float>.Count)
            sums += Vector128.Create(a[at..]) * Vector128.Create(b[at..]);
        var sum = Vector128.Sum(sums);
        for (; at < a.Length; at++)
            sum += a[at] * b[at];
        return sum;
    }
}
