using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs.Tests.Configuration;

public sealed class SchemaFileTests : IDisposable
{
    private static readonly (string Before, string Behind)[] Signs =
        [("$", ""), ("€ ", "#"), ("%", " %"), ("", "'"), ("~", "yes"), ("", "\u00A0€")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Format_of_dates_that_means_something_else_is_refused_in_a_file_and_kept_in_a_run()
    {
        var path = _folder["dates.yaml"];
        SchemaFile.Write(new Schema([new ColumnSchema("since", new DateKind { Format = "dd.mm.yyyy" })]), path);
        var message = Assert.Throws<InvalidInputException>(() => SchemaFile.Read(path)).Message;
        Assert.Contains("dates.yaml, column 'since': 'dd.mm.yyyy' has years and days but no months", message);
        Assert.Equal("dd.mm.yyyy", ((DateKind)SchemaFile.ReadWritten(path).Columns[0].Kind).Format);
    }

    [Fact]
    public void Schema_written_and_read_is_itself_whatever_its_texts_look_like()
    {
        string[] odd = ["1", "1.0", "true", "no", "null", "~", "a: b", "- c", "#d", "'e'", "\"f\"", " g ", "h\ni", "{j}", "&k", "*l", "", "007", "m\r\nn",
            "o\rp", "\r\n", "q \r\n\r\n r ", "\ts\f\u0085\u2028t\u0001", "u\n", string.Concat(Enumerable.Repeat("long \r\n words ", 20))];
        var schema = new Schema(
            [
                new ColumnSchema("yes", new CategoryKind { Levels = odd }) { Blank = "NA", Quoted = true },
                new ColumnSchema("2024", new DateKind { Format = "yyyy-MM-dd HH:mm:ss.fff" }) { BlankQuoted = true },
                new ColumnSchema("truth", new BooleanKind { False = "0", True = "1" }),
                new ColumnSchema("n", new ContinuousKind
                {
                    Format = new NumberFormat { DecimalSign = ',', Thousands = ".", MinPlaces = 2, MaxPlaces = 4 },
                    Scale = NumberScale.Standard, Bounded = true,
                }),
                new ColumnSchema("i", new IntegerKind { Bounded = true }),
                .. Signs.Select((pair, i) => new ColumnSchema($"signs {i}", new IntegerKind
                {
                    Format = new NumberFormat { Prefix = pair.Before, Suffix = pair.Behind, MinusBehindPrefix = i % 2 == 0 },
                })),
                new ColumnSchema("c", new ConstantKind { Value = "1e5" }),
                new ColumnSchema("id", new IdentifierKind()),
            ],
            new TableFormat
            {
                Delimiter = '\t',
                Header = false,
                HeaderQuoted = true,
                CarriageReturns = true,
                Encoding = TextEncoding.Utf16,
            });
        SchemaFile.Write(schema, _folder["schema.yaml"]);
        var read = SchemaFile.Read(_folder["schema.yaml"]);
        Assert.Equal(schema.Format, read.Format);
        Assert.Equal(odd, ((CategoryKind)read.Columns[0].Kind).Levels);
        Assert.Equal(schema.Columns.Skip(1), read.Columns.Skip(1));
        Assert.Equal(
            schema.Columns[0] with { Kind = new CategoryKind() }, read.Columns[0] with { Kind = new CategoryKind() });
    }

    [Theory]
    [InlineData("columns:\n- name: a\n  kind: integer\n  bounded: perhaps\n", "bounded", "perhaps")]
    [InlineData("columns:\n- name: a\n  kind: continuous\n  format:\n    max-places: 40\n", "'a'", "40")]
    [InlineData("columns:\n- name: a\n  kind: continuous\n  format:\n    places: 4\n", "'a'", "format")]
    [InlineData("columns:\n- name: a\n  kind: continuous\n  format:\n    prefix: longer than\n", "'a'", "prefix", "'longer than'", "8")]
    [InlineData("columns:\n- name: a\n  kind: integer\n  format:\n    suffix: m2\n", "'a'", "suffix", "'m2'", "digit")]
    [InlineData("columns:\n- name: a\n  kind: integer\n  format:\n    prefix: +\n", "'a'", "prefix", "'+'")]
    [InlineData("columns:\n- name: a\n  kind: integer\n  format:\n    prefix: ' $'\n", "'a'", "prefix", "space")]
    [InlineData("columns:\n- name: a\n  kind: integer\n  format:\n    suffix: 'kg '\n", "'a'", "suffix", "space")]
    [InlineData("columns:\n- name: a\n  kind: integer\n  format:\n    suffix:\n", "'a'", "format", "suffix")]
    [InlineData("columns:\n- name: a\n  kind: integr\n", "'integr'", "'integer'")]
    [InlineData("columns:\n- kind: integer\n", "column 1", "name")]
    [InlineData("delimiter: x\ncolumns:\n- name: a\n  kind: integer\n", "'x'", "delimiter")]
    [InlineData("columns: []\n", "no columns")]
    [InlineData("columns: &a []\n", "anchors")]
    [InlineData("columns:\n- name: a\n  name: b\n", "twice")]
    [InlineData("columns:\n- name: a\n  kind: continuous\n  format:\n", "'a'", "format is empty")]
    [InlineData("columns:\n- name: a\n  kind: continuous\n  format:\n    thousands:\n", "'a'", "format", "thousands")]
    [InlineData("columns:\n- name: a\n  kind: continuous\n  bounded:\n", "'a'", "bounded is empty")]
    [InlineData("columns:\n- name: a\n  kind: date\n  format:\n", "'a'", "format is empty")]
    [InlineData("columns:\n- name: a\n  kind: category\n  levels:\n", "'a'", "levels is empty")]
    [InlineData("columns:\n- name: a\n  kind: category\n  levels:\n  - x\n  -\n", "'a'", "levels", "empty")]
    [InlineData("columns:\n- name: a\n  kind: integer\n  blank:\n", "'a'", "blank is empty")]
    [InlineData("columns:\n- name: a\n  kind: boolean\n  true:\n", "'a'", "true is empty")]
    [InlineData("columns:\n- name: a\n  kind: constant\n  value:\n", "'a'", "value is empty")]
    [InlineData("columns:\n- name: a\n  kind:\n", "column 1", "kind")]
    [InlineData("columns:\n-\n", "column 1", "no column")]
    [InlineData("columns:\n", "no columns")]
    [InlineData("delimiter:\ncolumns:\n- name: a\n  kind: integer\n", "delimiter is empty")]
    public void What_is_no_schema_is_refused_in_one_line(string text, params string[] parts)
    {
        File.WriteAllText(_folder["schema.yaml"], text);
        var message = Assert.Throws<InvalidInputException>(() => SchemaFile.Read(_folder["schema.yaml"])).Message;
        Assert.All([.. parts, "schema.yaml"], part => Assert.Contains(part, message));
        Assert.DoesNotContain('\n', message);
    }
}
