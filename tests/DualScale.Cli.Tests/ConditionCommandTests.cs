using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>Conditions, rules and blanks on the command line, with a model that is hardly trained.</summary>
[Collection("console")]
public sealed class ConditionCommandTests : IClassFixture<ConditionCommandTests.Trained>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _table;
    private readonly string _run;

    public ConditionCommandTests(Trained trained)
    {
        (_run, _table) = (trained.Run, _folder["people.csv"]);
        File.Copy(trained.Table, _table);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_have_the_values_that_were_given_and_keep_the_rules_from_the_run_and_from_the_model_file_alone()
    {
        string[] wanted =
        [
            "--where", "sex=m", "--where", "price=12,34", "--where", "age=30..", "--rule", "since >= 01.06.2020", "--rule", "age != 40",
            "-n", "40", "--guidance", "0.5",
        ];
        var shown = ConsoleRun.Json(["sample", _run, "-o", _folder["some.csv"], .. wanted]);
        var samples = TableFile.Read(_folder["some.csv"], TableFile.Read(_table).Schema);
        Assert.All(Enumerable.Range(0, 40), row =>
        {
            Assert.Equal(("m", "12,34", "kg"), (samples["sex"].Text(row), samples["price"].Text(row), samples["unit"].Text(row)));
            Assert.True(((NumberColumn)samples["age"]).Values[row] is >= 30 and not 40);
            Assert.True(((NumberColumn)samples["since"]).Values[row] >= DateKind.FromDateTime(new DateTime(2020, 6, 1)));
        });
        Assert.InRange(shown["drawn"]!.GetValue<long>(), 41, 20_000);
        Assert.Equal(40.0 / shown["drawn"]!.GetValue<long>(), shown["acceptance"]!.GetValue<double>(), 1e-9);
        Assert.Equal((0.5, 3), (shown["guidance"]!.GetValue<double>(), shown["where"]!.AsArray().Count));

        var (code, output, error) = ConsoleRun.Invoke(
            ["sample", Path.Combine(_run, "model.safetensors"), "-o", "-", .. wanted]);
        Assert.Equal((0, File.ReadAllText(_folder["some.csv"])), (code, output));
        Assert.Contains($"{shown["drawn"]!.GetValue<long>():N0} rows were drawn for 40 that keep the conditions", error);

        // The same request leaves the file, another does not get it.
        ConsoleRun.Json(["sample", _run, "-o", _folder["some.csv"], .. wanted]);
        Assert.Contains("--force", Fault("sample", _run, "-o", _folder["some.csv"], "-n", "40", "--where", "sex=f"));
    }

    [Fact]
    public void Blanks_are_filled_and_nothing_else_is_touched()
    {
        var summary = ConsoleRun.Json("impute", _table, "--run", _run, "-o", _folder["full.csv"]);
        var (before, after) = (File.ReadAllLines(_table), File.ReadAllLines(_folder["full.csv"]));
        Assert.Equal(before.Length, after.Length);
        foreach (var (old, filled) in before.Zip(after))
        {
            Assert.All(
                old.Split(';').Zip(filled.Split(';')), cell => Assert.True(cell.First.Length == 0 || cell.First == cell.Second));
        }

        var blanks = before.Sum(line => line.Split(';').Count(cell => cell.Length == 0));
        Assert.Equal((blanks, 0), (summary["blanks"]!.GetValue<int>(), summary["left_blank"]!.GetValue<int>()));
        Assert.DoesNotContain(";;", File.ReadAllText(_folder["full.csv"]));

        // The same seed gives the same bytes, by any threads; another seed, another filling, and needs --force.
        var (code, text, error) = ConsoleRun.Invoke("impute", _table, "--run", Path.Combine(_run, "model.safetensors"), "--threads", "1");
        Assert.Equal((0, File.ReadAllText(_folder["full.csv"])), (code, text));
        Assert.Contains($"{blanks} of {blanks} blanks in 120 rows are filled.", error);
        ConsoleRun.Json("impute", _table, "--run", _run, "-o", _folder["full.csv"]);
        string[] other = ["impute", _table, "--run", _run, "--seed", "5", "-o", _folder["full.csv"]];
        Assert.Contains("--force", Fault(other));
        ConsoleRun.Json([.. other, "--force"]);
        Assert.NotEqual(text, File.ReadAllText(_folder["full.csv"]));
    }

    [Fact]
    public void File_of_another_table_is_refused_before_anything_is_drawn()
    {
        foreach (var options in (string[][])[[], ["--draws", "2"], ["--summary"]])
        {
            File.WriteAllText(_folder["other.csv"], "id;age\n1;2\n");
            var (code, _, error) = ConsoleRun.Invoke(["impute", _table, "--run", _run, "-o", _folder["other.csv"], .. options]);
            Assert.Equal(2, code);
            Assert.Contains("--force", error);
            Assert.DoesNotContain("are filled", error);

            // The same request again is nothing to do.
            ConsoleRun.Json(["impute", _table, "--run", _run, "-o", _folder["other.csv"], .. options, "--force"]);
            ConsoleRun.Json(["impute", _table, "--run", _run, "-o", _folder["other.csv"], .. options]);
        }
    }

    [Fact]
    public void Standard_input_is_scored_as_the_same_file_is()
    {
        // Another delimiter, and a column of blanks alone, which training had.
        var lines = File.ReadAllLines(_table).Take(6).Select(line => line.Split(';')).ToArray();
        var age = Array.IndexOf(lines[0], "age");
        foreach (var cells in lines[1..])
            cells[age] = "";
        var text = string.Concat(lines.Select(cells => string.Join('|', cells) + "\n"));
        File.WriteAllText(_folder["some.csv"], text);
        var (code, wanted, error) = ConsoleRun.Invoke("score", _folder["some.csv"], "--run", _run);
        Assert.True(code == 0, error);
        Assert.Equal(6, wanted.Count(letter => letter == '\n'));
        var input = Console.In;
        try
        {
            Console.SetIn(new StringReader(text));
            Assert.Equal((0, wanted), Scored());
            Console.SetIn(new StringReader(text.Replace("|m|", "|q|", StringComparison.Ordinal)));
            Assert.Contains("levels of the training; correct it or leave it blank", Fault("score", "-", "--run", _run));
        }
        finally
        {
            Console.SetIn(input);
        }

        (int Code, string Output) Scored()
        {
            var (code, output, _) = ConsoleRun.Invoke("score", "-", "--run", _run);
            return (code, output);
        }
    }

    [Fact]
    public void Draws_are_numbered_and_a_summary_has_its_intervals_and_shares_behind()
    {
        // Another order, a column more, one row.
        File.WriteAllText(_folder["one.csv"], "sex,note,id,since,unit,price,age\n,x y,p1,05.03.2020,,\"7,5\",\n");
        var (code, text, error) = ConsoleRun.Invoke("impute", _folder["one.csv"], "--run", _run, "--draws", "3");
        Assert.True(code == 0, error);
        Assert.Contains("no column note", error);
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("draw,sex,note,id,since,unit,price,age", lines[0]);
        Assert.Equal(["1,", "2,", "3,"], lines[1..].Select(line => line[..2]));
        Assert.All(lines[1..], line => Assert.Matches("^[123],[mf],x y,p1,05\\.03\\.2020,kg,\"7,5\",[0-9]+$", line));

        foreach (var columns in new[] { ("--columns", "sex"), ("--drop", "age, unit") })
        {
            (code, text, error) = ConsoleRun.Invoke("impute", _folder["one.csv"], "--run", _run, columns.Item1, columns.Item2);
            Assert.True(code == 0, error);
            Assert.Contains("1 of 3 blanks", error);
            Assert.Matches("^[mf],x y,p1,05\\.03\\.2020,,\"7,5\",$", text.TrimEnd('\n').Split('\n')[1]);
        }

        (code, text, error) = ConsoleRun.Invoke(
            "impute", _folder["one.csv"], "--run", _run, "--draws", "20", "--summary", "--interval", "0.5");
        Assert.True(code == 0, error);
        lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal("sex,note,id,since,unit,price,age,sex share,unit share,age low,age high", lines[0]);
        Assert.Matches("^[mf],x y,p1,05\\.03\\.2020,kg,\"7,5\",[0-9]+,(1|0\\.[0-9]+),1,[0-9]+,[0-9]+$", lines[1]);
    }

    [Theory]
    [InlineData("impute")]
    [InlineData("sample")]
    public void Table_of_the_run_is_not_replaced(string command)
    {
        var table = Path.Combine(_run, "data.csv");
        var before = File.ReadAllText(table);
        string[] start = command == "impute" ? [command, _table, "--run", _run] : [command, _run, "-n", "3"];
        Assert.Contains("is the table that", Fault([.. start, "-o", table, "--force"]));
        Assert.Equal(before, File.ReadAllText(table));
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("impute")]
    [InlineData("score")]
    public void What_a_run_stands_on_is_not_replaced_through_links_either(string command)
    {
        var (model, link) = (Path.Combine(_run, "model.safetensors"), _folder["link.csv"]);
        File.CreateSymbolicLink(link, model);
        var before = File.ReadAllBytes(model);
        string[] start = command == "sample" ? [command, _run, "-n", "3"] : [command, _table, "--run", _run];
        foreach (var output in (string[])[model, link, Path.Combine(_run, "config.yaml")])
            Assert.Contains("is a file of the run", Fault([.. start, "-o", output, "--force"]));
        Assert.Equal(before, File.ReadAllBytes(model));
    }

    [Fact]
    public void Tables_that_are_read_are_not_replaced()
    {
        var before = File.ReadAllText(_table);
        Assert.Contains("is the table that is scored", Fault("score", _table, "--run", _run, "-o", _table, "--force"));
        Assert.Contains("is a table that is compared", Fault("compare", _table, _table, "-o", _table, "--force"));
        Assert.Contains("is the table", Fault("inspect", _table, "-o", _table, "--force"));
        Assert.Equal(before, File.ReadAllText(_table));
    }

    [Fact]
    public void Model_without_conditions_draws_again_and_fills_nothing()
    {
        Train(_table, _folder["without"], "0");
        var (code, text, error) = ConsoleRun.Invoke("sample", _folder["without"], "-n", "5", "--where", "sex=m", "-o", "-");
        Assert.True(code == 0, error);
        Assert.All(text.TrimEnd('\n').Split('\n')[1..], line => Assert.Equal("m", line.Split(';')[3]));
        Assert.Contains("--set training.conditions=0.25", error);
        Assert.Contains("--set training.conditions=0.25", Fault("impute", _table, "--run", _folder["without"]));
        Assert.Contains("guidance is towards columns that are given", Fault(
            "sample", _folder["without"], "--where", "sex=m", "--guidance", "1", "-o", "-"));
    }

    [Theory]
    [InlineData("""dualscale: --where "sex=x": 'x' was in no row of column 'sex' in training. There are f, m.""", "sample", "--where", "sex=x")]
    [InlineData("""dualscale: --where "sexe=m": there is no column 'sexe'. Did you mean 'sex'?""", "sample", "--where", "sexe=m")]
    [InlineData("""dualscale: --where "sex=m" and --where "sex=f": these contradict each other; leave one out.""", "sample", "--where", "sex=m", "--where", "sex=f")]
    [InlineData("""dualscale: --where "age=30..40" and --where "age=50..": these contradict each other""", "sample", "--where", "age=30..40", "--where", "age=50..")]
    [InlineData("""dualscale: --where "age=40..30": the interval is empty, as 40 is above 30; turn its ends round.""", "sample", "--where", "age=40..30")]
    [InlineData("""dualscale: --where "price=12.5": '12.5' is not a number with a decimal comma, as the cells of column 'price' are; write it""", "sample", "--where", "price=12.5")]
    [InlineData("""dualscale: --where "price=12,341..12,349": column 'price' has no value between these ends""", "sample", "--where", "price=12,341..12,349")]
    [InlineData("""dualscale: --where "age=old": 'old' is not a whole number, as the cells""", "sample", "--where", "age=old")]
    [InlineData("""dualscale: --where "since=5": '5' is not a date like dd.MM.yyyy, as the cells""", "sample", "--where", "since=5")]
    [InlineData("""dualscale: --rule "age < sex": column 'age' is of kind integer and 'sex' of kind category""", "sample", "--rule", "age < sex")]
    [InlineData("kept the rule", "sample", "--rule", "age < 18", "--rule", "age > 70", "--steps", "1", "--sampler", "ddim")]
    [InlineData("Did you mean '--where'?", "sample", "--wher", "sex=m")]
    [InlineData("There is no command 'imput'. Did you mean 'impute'?", "imput")]
    [InlineData("The number of draws is 1; give a summary at least 2.", "impute", "--summary", "--draws", "1")]
    [InlineData("The interval is 2; give a number between 0 and 1.", "impute", "--summary", "--interval", "2")]
    [InlineData("'abc' for option '--draws' as a whole number of at most 2147483647.", "impute", "--draws", "abc")]
    [InlineData("'abc' for option '--interval' as a number.", "impute", "--interval", "abc")]
    [InlineData("'abc' for option '--eta' as a number.", "sample", "--eta", "abc")]
    [InlineData("--interval goes with --summary", "impute", "--interval", "0.5")]
    [InlineData("The model has no column 'agee'. Did you mean 'age'?", "impute", "--columns", "agee")]
    [InlineData("The model has no column 'nowhere'. There are id, age, price, sex, since, unit.", "impute", "--drop", "sex,nowhere")]
    [InlineData("is the table with the blanks", "impute", "-o", "people.csv")]
    [InlineData("people.csv, row 3, column 'sex': 'x' is not one of the 2 levels of the training; correct it or leave it blank", "impute", "row 3", "q;30;1,00;x;01.01.2020;kg")]
    [InlineData("people.csv, row 3, column 'since': '2020-01-01' is not a date like dd.MM.yyyy", "impute", "row 3", "q;30;1,00;m;2020-01-01;kg")]
    [InlineData("people.csv, row 3, column 'age': 'old' is not a whole number", "impute", "row 3", "q;old;1,00;m;;kg")]
    [InlineData("people.csv has no column 'sex'. Did you mean 'seks'?", "impute", "row 1", "id;age;price;seks;since;unit")]
    public void What_cannot_be_is_refused_in_one_line(string message, string command, params string[] options)
    {
        if (options is [['r', 'o', 'w', ' ', var row], var text])
        {
            var lines = File.ReadAllLines(_table);
            lines[row - '1'] = text;
            File.WriteAllLines(_table, lines);
            options = [];
        }

        string[] start = command switch
        {
            "sample" => [command, _run, "-n", "20", "-o", _folder["out.csv"]],
            "impute" => [command, _table, "--run", _run],
            _ => [command],
        };
        Assert.Contains(message, Fault([.. start, .. options.Select(option => option == "people.csv" ? _table : option)]));
        Assert.False(File.Exists(_folder["out.csv"]));
    }

    [Fact]
    public void Columns_and_their_texts_are_completed()
    {
        Assert.Equal("sex= since=", Suggest("--where s"));
        Assert.Equal("sex=f sex=m", Suggest("--where sex="));

        string Suggest(string words)
        {
            var line = $"sample {_run} {words}";
            var found = ConsoleRun.Invoke($"[suggest:{line.Length}]", line).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return string.Join(' ', found);
        }
    }

    private static string Fault(params string[] arguments)
    {
        var (code, output, error) = ConsoleRun.Invoke([.. arguments, "--quiet"]);
        Assert.Equal((2, "", 1), (code, output, error.Count(letter => letter == '\n')));
        return error;
    }

    private static void Train(string table, string run, string conditions) => ConsoleRun.Json(
        "train", "--data", table, "--out", run, "--steps", "15", "--set", "model.width=16", "--set", "training.batch-size=64",
        "--set", $"training.conditions={conditions}");

    /// <summary>A table and a run on it, made once.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            File.WriteAllText(Table, "id;age;price;sex;since;unit\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
                $"p{i * 7919 % 1000:D4};{(i % 9 == 4 ? "" : 18 + i * i % 60)};{1 + i * i % 97},{i % 100:D2};"
                + $"{(i % 3 == 0 ? "m" : i % 7 == 0 ? "" : "f")};{new DateTime(2020, 1, 1).AddDays(i * 37 % 900):dd.MM.yyyy};kg\n")));
            Train(Table, Run, "0.5");
        }

        public string Table => _folder["people.csv"];

        public string Run => _folder["run"];

        public void Dispose() => _folder.Dispose();
    }
}
