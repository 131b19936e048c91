using System.Text.Json.Nodes;
using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>The command from its tables to its verdicts.</summary>
[Collection("console")]
public sealed class DivergenceCommandTests : IDisposable
{
    private const string Alike = "alike within the floor's scatter";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_match_by_name_and_count_alike_whatever_their_unit()
    {
        var (first, second) = (Moons(300, 1), Moons(200, 2));
        var expected = Compare(Write("a.csv", first), Write("b.csv", second));
        Assert.Equal((150, 150, 300, 200), (Number("real"), Number("generated"), Number("real_rows"), Number("generated_rows")));

        // The same in dollars, and the second with its columns the other way round; powers of two lose no bit.
        var (dollars, swapped) = (Each(first, row => [row[0] * 1024, row[1]]), Each(second, row => [row[1], row[0] * 1024]));
        var scaled = Compare(Write("c.csv", dollars), Write("d.csv", new(swapped.Values.ToArray(), ["width", "length"])));
        Assert.Equal(expected.ToJsonString(), scaled.ToJsonString());

        var raw = ConsoleRun.Json("divergence", _folder["c.csv"], _folder["d.csv"], "--raw");
        Assert.Equal("in their own units", raw["columns"]!.ToString());
        Assert.NotEqual(expected["kl_bits"]!.ToJsonString(), raw["kl_bits"]!.ToJsonString());

        int Number(string key) => expected[key]!.GetValue<int>();
    }

    [Fact]
    public void Tables_without_a_header_match_by_position()
    {
        var named = Compare(Write("a.csv", Moons(120, 1)), Write("b.csv", Moons(120, 2)));
        File.WriteAllLines(_folder["bare.csv"], File.ReadAllLines(_folder["b.csv"]).Skip(1));
        Assert.Equal(named.ToJsonString(), Compare(_folder["a.csv"], _folder["bare.csv"]).ToJsonString());
    }

    [Theory]
    [InlineData("length,height", "b.csv has no column 'width', and a.csv has no column 'height'")]
    [InlineData("length,width,height", "a.csv has no column 'height'")]
    public void Missing_columns_are_named(string header, string message)
    {
        Write("a.csv", Moons(60, 1));
        var columns = header.Split(',');
        Write("b.csv", new([.. Enumerable.Range(0, 60 * columns.Length).Select(i => i * 0.37f % 5)], columns));
        var (code, output, error) = ConsoleRun.Invoke("divergence", _folder["a.csv"], _folder["b.csv"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error.Replace(_folder.Path + Path.DirectorySeparatorChar, ""));
    }

    [Fact]
    public void Standard_input_stands_for_either_table_but_not_for_both()
    {
        var expected = Compare(Write("a.csv", Moons(120, 1)), Write("b.csv", Moons(120, 2))).ToJsonString();
        var input = Console.In;
        try
        {
            Console.SetIn(new StringReader(File.ReadAllText(_folder["a.csv"])));
            Assert.Equal(expected, Compare("-", _folder["b.csv"]).ToJsonString());
            Console.SetIn(new StringReader(File.ReadAllText(_folder["b.csv"])));
            Assert.Equal(expected, Compare(_folder["a.csv"], "-").ToJsonString());
        }
        finally
        {
            Console.SetIn(input);
        }

        var (code, _, error) = ConsoleRun.Invoke("divergence", "-", "-");
        Assert.Equal(2, code);
        Assert.Contains("give a file for the other", error);
    }

    [Fact]
    public void Fresh_rows_are_alike_and_others_apart_and_copies_are_warned_of()
    {
        var real = Write("real.csv", Moons(1000, 1));
        var fresh = Compare(real, Write("fresh.csv", Moons(500, 2)));
        Assert.Equal((Alike, Alike), (fresh["verdict"]!.ToString(), fresh["reverse_verdict"]!.ToString()));
        var shifted = Compare(real, Write("shifted.csv", Each(Moons(500, 2), row => [row[0] + 0.5f, row[1]])));
        Assert.Equal(("apart", "apart"), (shifted["verdict"]!.ToString(), shifted["reverse_verdict"]!.ToString()));

        File.WriteAllLines(_folder["five.csv"], File.ReadAllLines(real).Take(1)
            .Concat(Enumerable.Repeat(File.ReadAllLines(real).Skip(1), 5).SelectMany(rows => rows)));
        var (code, _, error) = ConsoleRun.Invoke("divergence", real, _folder["five.csv"], "--all-rows");
        Assert.Equal(0, code);
        Assert.Contains("100 % of the rows of a table stand in the other one too", error);
    }

    [Fact]
    public void All_rows_are_compared_without_a_floor_when_asked()
    {
        var document = ConsoleRun.Json("divergence", Write("a.csv", Moons(80, 1)), Write("b.csv", Moons(30, 2)), "--all-rows");
        Assert.Equal((80, 30), (document["real"]!.GetValue<int>(), document["generated"]!.GetValue<int>()));
        Assert.All(["floor_bits", "reverse_floor_bits", "verdict", "reverse_verdict"], key => Assert.Null(document[key]));
        Assert.Contains("without a floor", document["rows"]!.ToString());
    }

    [Fact]
    public void Too_few_rows_for_halves_are_refused_with_the_way_out()
    {
        var (code, _, error) = ConsoleRun.Invoke("divergence", Write("a.csv", Moons(11, 1)), Write("b.csv", Moons(30, 2)));
        Assert.Equal(2, code);
        Assert.Contains("at least 12 rows, a smaller k, or compare all rows", error);
    }

    [Theory]
    [SignalData("-INT")]
    public void Interrupted_comparison_ends_with_130(string signal)
    {
        var table = Wide();
        using var process = ProgramProcess.Start("divergence", table, table);
        var (code, error) = Interrupt(process, signal, () => process.Error.Contains('\n'));
        Assert.Equal(130, code);
        Assert.Matches("^comparing 10%.* left\n", error);
        Assert.Contains("nterrupted", error);
    }

    [Theory]
    [SignalData("-INT")]
    public void Interrupted_reading_of_standard_input_ends_with_130(string signal)
    {
        // A pipe that it holds open itself, so that it never ends; more goes into it than a pipe holds, so that it was read from.
        var pipe = _folder["pipe"];
        using var process = ProgramProcess.StartInShell(
            $"mkfifo '{pipe}' && exec \"$@\" <> '{pipe}'", "divergence", Write("a.csv", Moons(20, 1)), "-");
        process.WaitUntil(() => File.Exists(pipe));
        var rows = Task.Run(() => File.AppendAllText(pipe, string.Concat(Enumerable.Repeat("0.25,0.5\n", 100_000))));
        var (code, error) = Interrupt(process, signal, () => rows.IsCompleted);
        Assert.Equal(130, code);
        Assert.Contains("nterrupted", error);
    }

    private static (int Code, string Error) Interrupt(ProgramProcess process, string signal, Func<bool> when)
    {
        process.WaitUntil(when);
        process.Signal(signal);
        var (code, _, error) = process.End();
        return (code, error);
    }

    private string Wide()
    {
        var values = new float[60_000 * 30];
        new Numerics.RandomStream(1, 0).FillNormal(0, values);
        return Write("wide.csv", new(values, PointSet.DefaultNames(30)));
    }

    private static JsonObject Compare(string real, string generated) => ConsoleRun.Json("divergence", real, generated);

    private static PointSet Moons(int count, ulong seed) =>
        new(Shapes.Generate("moons", count, seed).Values.ToArray(), ["length", "width"]);

    private static PointSet Each(PointSet points, Func<float[], float[]> change) =>
        new([.. Enumerable.Range(0, points.Count).SelectMany(row => change(points[row].ToArray()))], points.ColumnNames);

    private string Write(string name, PointSet points)
    {
        TableWriter.Write(points, _folder[name]);
        return _folder[name];
    }
}
