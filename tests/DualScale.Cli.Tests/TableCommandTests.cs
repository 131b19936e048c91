using System.Globalization;
using System.Text.RegularExpressions;
using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>The way of a table with columns of several kinds: inspect, train, sample, evaluate, report.</summary>
[Collection("console")]
public sealed class TableCommandTests : IDisposable
{
    private static readonly string[] Tiny =
        ["--set", "model.width=16", "--set", "training.batch-size=64", "--steps", "20"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _table;

    public TableCommandTests()
    {
        _table = _folder["people.csv"];
        File.WriteAllText(_table, "id;age;price;sex;member;since;unit\n" + string.Concat(Enumerable.Range(0, 150).Select(i =>
            $"p{i * 7919 % 1000:D4};{(i % 9 == 4 ? "" : 18 + i * i % 60)};{1 + i * i % 97}.{i % 10}00,{i % 100:D2};"
            + $"{(i % 3 == 0 ? "\"m; other\"" : "f")};{(i % 2 == 0 ? "TRUE" : "FALSE")};"
            + $"{new DateTime(2020, 1, 1).AddDays(i * 37 % 900):yyyy-MM-dd};kg\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Inspect_shows_each_column_and_writes_a_schema_that_reads_the_table()
    {
        var schema = _folder["schema.yaml"];
        var shown = ConsoleRun.Json("inspect", _table, "-o", schema);
        Assert.Equal(150, shown["rows"]!.GetValue<int>());
        Assert.Equal("identifier integer continuous category boolean date constant",
            string.Join(' ', shown["columns"]!.AsArray().Select(column => column!["kind"]!.GetValue<string>())));
        Assert.Equal((17, "2020-01-01"), (shown["columns"]![1]!["blanks"]!.GetValue<int>(), shown["columns"]![5]!["low"]!.GetValue<string>()));
        var written = File.ReadAllText(schema);
        foreach (var own in new[] { written, "mine" })
        {
            File.WriteAllText(schema, own);
            Assert.Equal(2, ConsoleRun.Invoke("inspect", _table, "-o", schema).Code);
            Assert.Equal(own, File.ReadAllText(schema));
        }

        var (_, output, error) = ConsoleRun.Invoke("inspect", _table, "-o", schema, "--force");
        Assert.Equal($"Wrote the schema into {schema}; edit it, and give it to 'dualscale train' with --schema.\n", error);
        Assert.DoesNotContain(schema, output);
        Assert.Equal("", ConsoleRun.Invoke("inspect", _table, "-o", schema, "--force", "--quiet").Error);
        Assert.Equal(written, File.ReadAllText(schema));
        Assert.Contains("There is no folder", ConsoleRun.Invoke("inspect", _table, "-o", _folder["no/schema.yaml"]).Error);
        File.WriteAllText(schema, File.ReadAllText(schema).Replace("kind: integer", "kind: continuous", StringComparison.Ordinal));
        Assert.Equal("continuous", ConsoleRun.Json("inspect", _table, "--schema", schema)["columns"]![1]!["kind"]!.GetValue<string>());
        var (code, text, _) = ConsoleRun.Invoke("inspect", _table, "--columns", "age,sex");
        Assert.Equal(0, code);
        Assert.Contains("150 rows, 2 columns", text);
        Assert.Equal(4, text.Count(letter => letter == '\n'));
        Assert.Contains("'agee'", ConsoleRun.Invoke("inspect", _table, "--drop", "agee").Error);
    }

    [Fact]
    public void Table_of_a_spreadsheet_in_Windows_1252_is_sampled_and_filled_in_it()
    {
        var (western, run, samples, blanks) = (_folder["western.csv"], _folder["run"], _folder["s.csv"], _folder["blanks.csv"]);
        byte[] Text(string text) => [.. text.Select(letter => (byte)letter)];
        File.WriteAllBytes(western, Text("größe;ort\r\n" + string.Concat(
            Enumerable.Range(0, 150).Select(i => $"{i % 17},5;{(i % 2 == 0 ? "Köln" : "Évora")}\r\n"))));
        Assert.Contains("150 rows, 2 columns, in Windows-1252\n", ConsoleRun.Invoke("inspect", western).Output);
        Assert.Contains("is read as Windows-1252", ConsoleRun.Invoke(["train", "--data", western, "--out", run, .. Tiny]).Error);
        string[] sample = ["sample", run, "-n", "40", "-o", samples];
        ConsoleRun.Json(sample);
        var bytes = File.ReadAllBytes(samples);
        Assert.StartsWith("größe;ort\r\n", string.Concat(bytes.Select(value => (char)value)));
        Assert.Contains((byte)0xF6, bytes[20..]);
        Assert.Equal(0, ConsoleRun.Invoke(sample).Code);
        File.WriteAllBytes(blanks, Text("größe;ort\r\n1,5;\r\n2,5;Köln\r\n"));
        ConsoleRun.Json("impute", blanks, "--run", run, "-o", _folder["filled.csv"]);
        Assert.Matches("^größe;ort\r\n1,5;(Köln|Évora)\r\n2,5;Köln\r\n$",
            string.Concat(File.ReadAllBytes(_folder["filled.csv"]).Select(value => (char)value)));
    }

    [Fact]
    public void Samples_have_the_types_and_the_format_of_the_table_from_the_run_and_from_the_model_file_alone()
    {
        var run = _folder["run"];
        ConsoleRun.Json(["train", "--data", _table, "--out", run, .. Tiny]);
        ConsoleRun.Json("sample", run, "-n", "300");
        var text = File.ReadAllText(Path.Combine(run, "samples.csv"));
        Assert.StartsWith("id;age;price;sex;member;since;unit\n1;", text);
        var table = TableFile.Read(_table);
        var samples = TableFile.Read(Path.Combine(run, "samples.csv"), table.Schema);
        Assert.Equal(300, samples.Rows);
        Assert.All(((NumberColumn)samples["price"]).Values.ToArray(), value => Assert.InRange(value, 0, 1e9));
        Assert.InRange(samples["age"].Blanks, 1, 150);
        Assert.Equal("300", samples["id"].Text(299));

        ConsoleRun.Json("sample", Path.Combine(run, "model.safetensors"), "-n", "300", "-o", _folder["alone.csv"]);
        Assert.Equal(text, File.ReadAllText(_folder["alone.csv"]));
        ConsoleRun.Json("sample", run, "-n", "300");
        Assert.Equal(2, ConsoleRun.Invoke("sample", run, "-n", "299").Code);

        var evaluation = ConsoleRun.Json("evaluate", run, "--samples", "100");
        Assert.Equal("the 6 columns that the table's 7 are encoded to", evaluation["measured_on"]!.GetValue<string>());
        Assert.Contains("measured on", File.ReadAllText(ConsoleRun.Json("report", run)["report"]!.GetValue<string>()));
    }

    [Fact]
    public void Signs_of_numbers_are_shown_sampled_given_and_may_be_missing_in_a_table_to_compare()
    {
        File.WriteAllText(_table, "pay,share\n" + string.Concat(Enumerable.Range(0, 150).Select(i => FormattableString.Invariant(
            $"\"{(i % 10 == 3 ? "-" : "")}${1000 + i * i % 997 * 7.25:N2}\",{i % 31} %\n"))));
        var shown = ConsoleRun.Invoke("inspect", _table, "-o", _folder["schema.yaml"]).Output;
        Assert.Contains("0 % .. 30 %", shown);
        Assert.Contains(".. $8,", shown);
        ConsoleRun.Json(["train", "--data", _table, "--schema", _folder["schema.yaml"], "--out", _folder["run"], .. Tiny]);
        foreach (var where in (string[])["pay=$2,000.00..$6,000.00", "pay=2000..6000"])
        {
            ConsoleRun.Json("sample", _folder["run"], "-n", "40", "--where", where, "-o", _folder["some.csv"], "--force");
            Assert.All(File.ReadLines(_folder["some.csv"]).Skip(1), line => Assert.Matches(@"^""\$[2-5],\d{3}\.\d\d"",-?\d+ %$", line));
        }

        var compared = Shares(_folder["some.csv"]);
        File.WriteAllText(_folder["plain.csv"], Regex.Replace(File.ReadAllText(_folder["some.csv"]), @"\$| %", ""));
        Assert.Equal(compared, Shares(_folder["plain.csv"]));

        string Shares(string synthetic) => ConsoleRun.Json("compare", _table, synthetic)["columns"]!.ToJsonString();
    }

    [Fact]
    public void Schema_in_the_folder_of_a_run_is_not_replaced_by_another()
    {
        var (run, schema) = (_folder["run"], _folder["run/schema.yaml"]);
        Directory.CreateDirectory(run);
        ConsoleRun.Json("inspect", _table, "-o", schema);
        var own = File.ReadAllText(schema).Replace("kind: integer", "kind: continuous", StringComparison.Ordinal);
        File.WriteAllText(schema, own);
        string[] train = ["train", "--out", run, .. Tiny];
        foreach (var data in (string[][])[["--data", _table], ["--data", "moons"], ["--data", _table, "--schema", schema, "--drop", "age"]])
        {
            var (code, _, error) = ConsoleRun.Invoke([.. train, .. data]);
            Assert.Equal(2, code);
            Assert.Contains("already holds another schema.yaml", error);
            Assert.Equal(own, File.ReadAllText(schema));
        }

        ConsoleRun.Json([.. train, "--data", _table, "--schema", schema]);
    }

    [Fact]
    public void Names_with_commas_and_signs_are_named_and_identifiers_are_told()
    {
        File.WriteAllText(_table, "\"Income, EUR\",@id,n\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{i * i % 31},x{i * 7919 % 1000:D4},{i % 7}\n")));
        foreach (var drop in (string[][])[["--drop", "@id,\"Income, EUR\""], ["--drop", "@id", "--drop", "\"Income, EUR\""], ["--columns", "n"]])
            Assert.Equal("n", ConsoleRun.Json(["inspect", _table, .. drop])["columns"]!.AsArray().Single()!["name"]!.ToString());
        Assert.Equal("@id", ConsoleRun.Json("inspect", _table, "--columns", "@id")["columns"]!.AsArray().Single()!["name"]!.ToString());
        var (code, _, error) = ConsoleRun.Invoke(["train", "--data", _table, "--out", _folder["run"], .. Tiny]);
        Assert.True(code == 0, error);
        Assert.Contains("Read as identifiers, which samples number anew: @id.", error);
        ConsoleRun.Json("sample", _folder["run"], "-n", "40");
        var (_, output, _) = ConsoleRun.Invoke("compare", _table, _folder["run/samples.csv"]);
        Assert.Contains("Not compared, being identifiers: @id.", output);
        Assert.Contains("'@id' is an identifier", ConsoleRun.Invoke("compare", _table, _table, "--target", "@id").Error);
    }

    [Fact]
    public void Training_ends_with_commands_that_draw_rows_and_compare_them_with_the_table()
    {
        var (code, _, error) = ConsoleRun.Invoke(["train", "--data", _table, "--out", _folder["run"], .. Tiny]);
        Assert.True(code == 0, error);
        string[][] commands = [.. Regex.Matches(string.Join('\n', error.TrimEnd().Split('\n')[^2..]), "'dualscale ([^']+)'")
            .Select(match => match.Groups[1].Value.Split(' '))];
        Assert.Equal(["sample", "evaluate", "compare"], commands.Select(command => command[0]));
        ConsoleRun.Json([.. commands[0], "-n", "200"]);
        Assert.Equal(6, ConsoleRun.Json(commands[2])["columns"]!.AsArray().Count);
    }

    [Fact]
    public void Rows_are_scored_as_they_are_written()
    {
        ConsoleRun.Json(["train", "--data", _table, "--drop", "id", "--out", _folder["run"], .. Tiny]);
        var (code, text, error) = ConsoleRun.Invoke("score", _folder["run/data.csv"], "--run", _folder["run"], "--tolerance", "0.1");
        Assert.True(code == 0, error);
        Assert.StartsWith("row,age,price,sex,member,since,unit,log_likelihood_nats\n1,18,", text);
        Assert.Contains("encoded", error);
        Assert.Equal(151, text.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("missing.csv", "There is no file missing.csv.")]
    [InlineData("", "is no path of a file")]
    public void Table_that_is_not_there_is_told_in_one_line(string table, string part)
    {
        ConsoleRun.Json(["train", "--data", _table, "--out", _folder["run"], .. Tiny]);
        var (code, _, error) = ConsoleRun.Invoke("score", table, "--run", _folder["run"]);
        Assert.Equal(2, code);
        Assert.Contains(part, error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Equal_rows_have_equal_scores()
    {
        ConsoleRun.Json(["train", "--data", _table, "--drop", "id", "--out", _folder["run"], .. Tiny]);
        var rows = File.ReadAllLines(_folder["run/data.csv"]);
        File.WriteAllLines(_folder["twice.csv"], [rows[0], rows[3], rows[4], rows[3], rows[4]]);
        var (code, text, error) = ConsoleRun.Invoke("score", _folder["twice.csv"], "--run", _folder["run"], "--tolerance", "0.1");
        Assert.True(code == 0, error);
        var scores = text.TrimEnd().Split('\n').Skip(1).Select(line => line[(line.LastIndexOf(',') + 1)..]).ToArray();
        Assert.Equal(scores[..2], scores[2..]);
        Assert.NotEqual(scores[0], scores[1]);
    }

    [Fact]
    public void Rows_drawn_in_parts_are_those_drawn_at_once()
    {
        ConsoleRun.Json(["train", "--data", _table, "--out", _folder["run"], .. Tiny]);
        using var model = TableModel.Load(_folder["run/model.safetensors"]);
        var whole = model.Sample(500, new SamplingOptions { Seed = 4 });
        var end = model.Sample(90, new SamplingOptions { Seed = 4, First = 410 });
        foreach (var (column, part) in whole.Columns.Zip(end.Columns))
            Assert.All(Enumerable.Range(0, 90), row => Assert.Equal(column.Text(410 + row), part.Text(row)));
    }

    [Fact]
    public void Columns_are_chosen_in_training_and_a_run_is_resumed_with_them()
    {
        ConsoleRun.Json(["train", "--data", _table, "--drop", "id,unit,since", "--out", _folder["run"], .. Tiny]);
        Assert.StartsWith("age;price;sex;member\n", File.ReadAllText(_folder["run/data.csv"]));
        File.Delete(_folder["run/model.safetensors"]);
        ConsoleRun.Json("train", "--resume", "--out", _folder["run"]);
        Assert.Contains("leave --schema", ConsoleRun.Invoke(
            "train", "--resume", "--drop", "age", "--out", _folder["run"]).Error);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,x\n5,6\n", "row 3", "'b'", "'x'")]
    [InlineData("a,b\n1,\n3,\n5,\n", "'b'", "blank")]
    [InlineData("a,b\n1,q\n1,q\n1,q\n", "nothing to learn")]
    public void Tables_that_cannot_be_learned_are_refused_with_two_and_one_line(string text, params string[] parts)
    {
        File.WriteAllText(_folder["bad.csv"], text);
        var (code, output, error) = ConsoleRun.Invoke(["train", "--data", _folder["bad.csv"], "--out", _folder["run"], .. Tiny]);
        Assert.Equal((2, "", 1), (code, output, error.Count(letter => letter == '\n')));
        Assert.All(parts, part => Assert.Contains(part, error));
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Numbers_alone_are_still_points_for_the_networks_of_the_papers()
    {
        File.WriteAllText(_folder["points.csv"], "a,b\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i * i % 13}\n"))));
        ConsoleRun.Json("train", "--data", _folder["points.csv"], "--model", "baseline", "--steps", "3", "--out", _folder["points"]);
        Assert.False(File.Exists(_folder["points/schema.yaml"]));
        ConsoleRun.Json("train", "--data", _table, "--model", "baseline", "--steps", "3", "--out", _folder["typed"]);
        Assert.True(File.Exists(_folder["typed/schema.yaml"]));
    }
}
