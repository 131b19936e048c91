using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Tests.Evaluation.Quality;

namespace DualScale.Tests.Data;

/// <summary>What a network sees under the blanks of numbers.</summary>
public sealed class BlankFillingTests
{
    private const int Rows = 4000;
    private const double Slope = 0.8;

    // Columns a, b and its flag.
    private static readonly Table Made = Make();
    private static readonly TableEncoding Encoding = TableEncoding.Fit(Made);
    private static readonly int[] Blanks = [.. Enumerable.Range(0, Rows).Where(Made["b"].IsBlank)];

    [Fact]
    public void Blanks_go_with_the_row_as_other_numbers_do()
    {
        var points = Encoding.Encode(Made);
        var (a, b) = (Of(points, 0), Of(points, 1));

        // Standard normals of slope 0.8 in a third of 4,000 rows, each within four of its standard errors.
        Assert.InRange(Blanks.Length, 1200, 1460);
        Assert.Equal(1, b.Average(value => value * value), 4 * Math.Sqrt(2.0 / Blanks.Length));
        Assert.Equal(Slope, a.Zip(b, (x, y) => x * y).Average(), 4 * Math.Sqrt((1 + Slope * Slope) / Blanks.Length));
        Assert.NotEqual(b, Of(Encoding.Encode(Made, seed: 1), 1));
        Assert.Equal(b, Of(Encoding.Encode(Made), 1));
        Assert.All(Blanks, row => Assert.Equal("", Encoding.Decode(points)["b"].Text(row)));
    }

    [Fact]
    public void In_the_middle_of_its_law_a_blank_is_what_regression_says()
    {
        var points = Encoding.EncodeCentred(Made);
        var (a, b) = (Of(points, 0), Of(points, 1));

        // Measured on 2,000 rows, a third of them blank: four standard errors of the slope and of the mean.
        Assert.All(a.Zip(b), pair => Assert.Equal(Slope * pair.First, pair.Second, 0.066 * (1 + Math.Abs(pair.First))));
    }

    [Fact]
    public void Numbers_that_follow_a_text_follow_it_under_blanks()
    {
        string[] words = [.. Enumerable.Range(0, Rows).Select(row => row % 2 == 0 ? "low" : "high")];
        double[] x = [.. Made.Values("a").Select(
            (value, row) => row % 5 == 0 ? double.NaN : value + (row % 2 == 0 ? -20 : 20))];
        var table = new Table([MadeTable.Texts("word", words), MadeTable.Numbers("x", x)]);
        var encoding = TableEncoding.Fit(table);
        var (points, place) = (encoding.Encode(table), encoding.Names.ToList().IndexOf("x"));
        var right = Enumerable.Range(0, Rows / 5).Count(row => points[5 * row][place] > 0 == (row % 2 == 1));

        // A word and a normal that it halves have a correlation of √(2/π), so the chance is Φ(√(2/π) / √(1 - 2/π)) = 0.907: of
        // 800 rows 726, within four standard deviations.
        Assert.InRange(right, 693, 759);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Several_blanks_of_a_row_go_together_whatever_else_the_table_has(int texts)
    {
        // Half of the rows have a blank somewhere, some of them nothing else; c is a - b. With four texts of 30 words each the
        // network has more columns than the law.
        var (z, u) = (new float[3 * Rows], new float[3 * Rows]);
        new RandomStream(8, 0).FillNormal(0, z);
        new RandomStream(8, 1).FillUniform(0, u);
        double[][] values = [new double[Rows], new double[Rows], new double[Rows]];
        for (var row = 0; row < Rows; row++)
        {
            double a = z[3 * row], b = Slope * a + Math.Sqrt(1 - Slope * Slope) * z[3 * row + 1];
            double[] clean = [a, b, (a - b + 0.02 * z[3 * row + 2]) / Math.Sqrt(2 - 2 * Slope)];
            for (var i = 0; i < 3; i++)
                values[i][row] = u[3 * row + i] < 0.2 ? double.NaN : clean[i];
        }

        var table = new Table([
            .. values.Select((column, i) => new NumberColumn(
                new ColumnSchema($"x{i}", new ContinuousKind { Format = new NumberFormat { MaxPlaces = 4 } }), column)),
            .. Enumerable.Range(0, texts).Select(i => MadeTable.Texts(
                $"t{i}", [.. Enumerable.Range(0, Rows).Select(row => $"w{(row * (7 + 2 * i)) % 30}")]))]);
        var points = TableEncoding.Fit(table).Encode(table);
        Assert.Equal(-1, points.IndexOfNotFinite());
        var differences = Enumerable.Range(0, Rows).Where(row => values.Any(column => double.IsNaN(column[row])))
            .Select(row => points[row][0] - points[row][2] - points[row][4] * Math.Sqrt(2 - 2 * Slope)).ToArray();
        Assert.InRange(Math.Sqrt(differences.Average(difference => difference * difference)), 0, 0.1);
    }

    [Fact]
    public void Its_law_is_kept_with_the_encoding_and_a_damaged_one_is_refused()
    {
        var tree = Encoding.ToJson();
        Assert.Equal(Encoding.Encode(Made).Values.ToArray(), TableEncoding.FromJson(Copy()).Encode(Made).Values.ToArray());

        // An encoding of before has none, and zeros.
        var before = Copy();
        before.Remove("blanks");
        Assert.All(Of(TableEncoding.FromJson(before).Encode(Made), 1), value => Assert.Equal(0, value));
        foreach (var (place, value) in new[] { (2, -1.0), (3, 7.0), (2, double.MaxValue) })
        {
            var damaged = Copy();
            damaged["blanks"]![place] = value;
            Assert.Throws<JsonException>(() => TableEncoding.FromJson(damaged));
        }

        var shorter = Copy();
        shorter["blanks"]!.AsArray().RemoveAt(0);
        Assert.Throws<JsonException>(() => TableEncoding.FromJson(shorter));

        JsonObject Copy() => JsonNode.Parse(tree.ToJsonString())!.AsObject();
    }

    private static double[] Of(PointSet points, int column) => [.. Blanks.Select(row => (double)points[row][column])];

    // Normals of slope 0.8; the second is blank in a third of the rows, wherever it is large or small.
    private static Table Make()
    {
        var (z, u) = (new float[2 * Rows], new float[Rows]);
        new RandomStream(6, 0).FillNormal(0, z);
        new RandomStream(6, 1).FillUniform(0, u);
        return new Table([
            MadeTable.Numbers("a", [.. Enumerable.Range(0, Rows).Select(row => (double)z[2 * row])]),
            MadeTable.Numbers("b", [.. Enumerable.Range(0, Rows).Select(row => u[row] < 1 / 3.0 ? double.NaN
                : Slope * z[2 * row] + Math.Sqrt(1 - Slope * Slope) * z[2 * row + 1])])]);
    }
}
