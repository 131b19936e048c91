using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Cli.Tests;

/// <summary>The command from its tables to its verdicts and its page.</summary>
[Collection("console")]
public sealed class CompareCommandTests : IDisposable
{
    private static readonly string[] Places = ["north", "south", "\"east, far\""];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Other_programs_tables_are_read_whatever_their_order_and_delimiter()
    {
        var real = Write("real.csv", 1);
        var expected = ConsoleRun.Json("compare", real, Write("plain.csv", 2), "--holdout", Write("held.csv", 3));

        // Columns in another order, semicolons, whole numbers with places, truth values in small letters.
        var rows = Rows(2, 300).Select(row => string.Join(';', row[4], row[2].ToLowerInvariant(), $"{row[1]}.0", row[0], row[3]));
        File.WriteAllLines(_folder["other.csv"], rows.Prepend("place;member;count;size;day"));
        var other = ConsoleRun.Json("compare", real, _folder["other.csv"], "--holdout", _folder["held.csv"]);
        Assert.Equal(expected.ToJsonString(), other.ToJsonString());
        Assert.Equal(11, expected["findings"]!.AsArray().Count);
        Assert.Equal(
            ["count", "day", "member", "place", "size"],
            expected["columns"]!.AsArray().Select(column => column!["name"]!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Marginals_have_one_bar_for_a_level_that_is_written_otherwise()
    {
        string[] Lines(string yes) => [.. Rows(1, 60).Select((row, i) => $"{row[0]},{(i % 2 == 0 ? yes : "no")}").Prepend("size,member")];
        File.WriteAllLines(_folder["real.csv"], Lines("yes"));
        File.WriteAllLines(_folder["other.csv"], Lines("YES"));
        var page = _folder["page.html"];
        var (code, _, error) = ConsoleRun.Invoke("compare", _folder["real.csv"], _folder["other.csv"], "-o", page, "--quiet");
        Assert.True(code == 0, error);
        Assert.DoesNotContain("YES", File.ReadAllText(page));
    }

    [Fact]
    public void Copies_are_named_and_unseen_categories_counted_in_page_and_summary()
    {
        var real = Write("real.csv", 1);
        var rows = File.ReadAllLines(real);
        File.WriteAllLines(_folder["copies.csv"], rows[..200].Select((row, i) => i is > 0 and < 40 ? row.Replace("north", "<west>") : row));
        var page = _folder["page.html"];
        var (code, output, _) = ConsoleRun.Invoke("compare", real, _folder["copies.csv"], "--target", "member", "-o", page, "--quiet");
        Assert.Equal(0, code);
        Assert.Contains("rows stand in the real table, more than fresh rows would", output);
        Assert.Contains("cells unseen", output);
        var html = File.ReadAllText(page);
        Assert.InRange(html.Split("<svg").Length - 1, 3, 6);
        Assert.Contains("&lt;west&gt;", html);
        Assert.DoesNotContain("<west>", html);
        Assert.DoesNotContain("NaN", html);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", ""));
    }

    [Fact]
    public void Page_that_is_there_is_kept_without_force_and_a_missing_folder_is_named_before_anything_is_read()
    {
        var page = _folder["page.html"];
        File.WriteAllText(page, "mine");
        var (code, output, error) = ConsoleRun.Invoke("compare", "none.csv", "none.csv", "-o", page);
        Assert.Equal((2, "", "mine"), (code, output, File.ReadAllText(page)));
        Assert.Contains("is there already", error);
        (code, _, error) = ConsoleRun.Invoke("compare", "none.csv", "none.csv", "-o", _folder["none/page.html"]);
        Assert.Equal(2, code);
        Assert.Contains("There is no folder", error);
        (code, _, error) = ConsoleRun.Invoke(
            "compare", Write("real.csv", 1), Write("plain.csv", 2), "-o", page, "--force", "--rows", "20");
        Assert.Equal(0, code);
        Assert.EndsWith($"Wrote the page {page}.\n", error);
        Assert.StartsWith("<!", File.ReadAllText(page).TrimStart());
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(12, true)]
    public void Columns_that_are_not_shown_are_counted(int columns, bool told)
    {
        var header = string.Join(',', Enumerable.Range(0, columns).Select(column => $"c{column}"));
        foreach (var (name, seed) in new[] { ("real.csv", 1UL), ("plain.csv", 2UL) })
        {
            File.WriteAllLines(_folder[name], Rows(seed, 60)
                .Select(row => string.Join(',', Enumerable.Repeat(row[0], columns))).Prepend(header));
        }

        var (code, output, error) = ConsoleRun.Invoke("compare", _folder["real.csv"], _folder["plain.csv"], "--quiet");
        Assert.True(code == 0, error);
        Assert.Equal(10, output.Split('\n').Count(
            line => line.StartsWith('c') && !line.StartsWith("column", StringComparison.Ordinal)));
        Assert.Equal(
            told, output.EndsWith("\n10 of 12 columns, those that differ most; --json and the page of -o have all.\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("day")]
    public void Identifiers_may_be_missing_in_the_synthetic_file(string dropped)
    {
        var real = Write("real.csv", 1);
        File.WriteAllLines(_folder["ids.csv"], File.ReadAllLines(real).Select((row, i) => i == 0 ? $"id,{row}" : $"r{i:D4},{row}"));
        string[] drop = dropped.Length == 0 ? [] : ["--drop", dropped];
        var document = ConsoleRun.Json(["compare", _folder["ids.csv"], Write("plain.csv", 2), "--rows", "20", .. drop]);
        Assert.Equal(dropped.Length == 0 ? 5 : 4, document["columns"]!.AsArray().Count);
        Assert.Equal("id", document["left_out"]!.AsArray().Single()!.ToString());
    }

    [Theory]
    [InlineData("size,count,member,day", "bad.csv has no column 'place', which real.csv has")]
    [InlineData("size,count,member,day,place,extra", "bad.csv has a column 'extra', which real.csv has not")]
    public void Columns_that_one_table_lacks_are_named(string header, string message)
    {
        var real = Write("real.csv", 1);
        var width = header.Split(',').Length;
        File.WriteAllLines(_folder["bad.csv"], Rows(2, 30).Select(row => string.Join(',', row.Append("1").Take(width))).Prepend(header));
        var (code, output, error) = ConsoleRun.Invoke("compare", real, _folder["bad.csv"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error.Replace(_folder.Path + Path.DirectorySeparatorChar, ""));
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Columns_that_are_dropped_may_be_missing_or_stay()
    {
        var real = Write("real.csv", 1);
        var document = ConsoleRun.Json("compare", real, Write("plain.csv", 2), "--drop", "place,day");
        Assert.Equal(3, document["columns"]!.AsArray().Count);
    }

    [Fact]
    public void Words_in_a_column_of_numbers_are_an_error_with_their_place()
    {
        var real = Write("real.csv", 1);
        File.WriteAllLines(_folder["bad.csv"], Rows(2, 30).Select((row, i) => string.Join(',', i == 4 ? ["many", .. row.Skip(1)] : row))
            .Prepend("size,count,member,day,place"));
        var (code, _, error) = ConsoleRun.Invoke("compare", real, _folder["bad.csv"]);
        Assert.Equal(2, code);
        Assert.Contains("row 6, column 'size': 'many' is not a number", error);
    }

    private string Write(string name, ulong seed)
    {
        File.WriteAllLines(
            _folder[name], Rows(seed, 300).Select(row => string.Join(',', row)).Prepend("size,count,member,day,place"));
        return _folder[name];
    }

    private static IEnumerable<string[]> Rows(ulong seed, int count)
    {
        var stream = new RandomStream(seed, 0);
        var z = new float[2 * count];
        stream.FillNormal(0, z);
        for (var row = 0; row < count; row++)
        {
            var number = (ulong)(4 * row + 100_000);
            yield return
            [
                z[2 * row].ToString("F3", CultureInfo.InvariantCulture), $"{stream.Below(number, 40) + 2}",
                z[2 * row + 1] > 0 ? "True" : "False",
                new DateTime(2020, 1, 1).AddDays(stream.Below(number + 1, 900)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                row % 50 == 7 ? "" : Places[stream.Below(number + 2, 3)],
            ];
        }
    }
}
