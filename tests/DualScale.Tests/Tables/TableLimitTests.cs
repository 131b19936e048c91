using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

/// <summary>Text without an end is refused at a limit that the message names, and takes no more memory than the limit.</summary>
public sealed class TableLimitTests
{
    private static readonly TableLimits Small = new() { LineLength = 100, Values = 1000, Length = 50_000 };

    [Theory]
    [InlineData("", "7", "row 1: the row is longer than 1,000,000 characters")]
    [InlineData("", "1,", "row 1: the row is longer than 1,000,000 characters")]
    [InlineData("a,b\n1,2\n", "\0", "row 3: the row is longer than 1,000,000 characters")]
    [InlineData("", " ", "row 1: the row is longer than 1,000,000 characters")]
    [InlineData("", "\n", "row 1: the row is blank")]
    [InlineData("a,b\n1,2\n\"", "3,4\n", "the quotes do not match")]
    public void Endless_line_is_refused_at_the_documented_limit(string start, string rest, string part)
    {
        var text = new Endless(start, rest);
        Assert.Contains(part, Refusal(text, new TableLimits(), 40_000_000));
        Assert.InRange(text.Given, 0, 7_000_000);
    }

    [Theory]
    [InlineData("", "1,2\n", "more than 1,000 numbers", 30_000)]
    [InlineData("a,b\r\n", "1,2\r\n", "more than 1,000 numbers", 30_000)]
    [InlineData("1,2\n3,4\n", "\n", "longer than 50,000 characters", 60_000)]
    [InlineData("1,2\n3,4\n", " \r", "longer than 50,000 characters", 60_000)]
    public void Endless_rows_are_refused_at_the_limit(string start, string rest, string part, int given)
    {
        var text = new Endless(start, rest);
        Assert.Contains(part, Refusal(text, Small, 2_000_000));
        Assert.InRange(text.Given, 0, given + 70_000);
    }

    [Fact]
    public void Limits_are_those_documented_and_what_is_at_a_limit_is_read()
    {
        Assert.Equal((TableReader.MaxLineLength, TableReader.MaxValues, TableReader.MaxLength),
            (new TableLimits().LineLength, new TableLimits().Values, new TableLimits().Length));
        var rows = string.Concat(Enumerable.Repeat("1,2\n", 500));
        Assert.Equal(500, TableReader.Read(new StringReader(rows), "t", Small).Count);
        Refusal(new StringReader(rows + "1,2\n"), Small, 2_000_000);
        var wide = new string('1', 30) + "," + new string(' ', 69);
        Assert.Equal(2, TableReader.Read(new StringReader($"{wide[..^1]}2\n{wide[..^1]}2"), "t", Small).Count);
        Assert.Contains("row 2: the row is longer", Refusal(new StringReader($"1,2\n{wide} 2"), Small, 2_000_000));
        var whole = "1,2\n3,4\n";
        Assert.Equal(2, TableReader.Read(new StringReader(whole), "t", Small with { Length = whole.Length }).Count);
        Assert.Contains(
            "longer than 7 characters", Refusal(new StringReader(whole), Small with { Length = whole.Length - 1 }, 2_000_000));
    }

    [UnixFact]
    public void Device_without_an_end_is_refused()
    {
        Assert.Contains("longer than 1,000,000 characters",
            Assert.Throws<InvalidInputException>(() => TableReader.Read("/dev/zero")).Message);
    }

    [Fact]
    public void Text_that_comes_letter_by_letter_is_the_same_table_or_the_same_refusal()
    {
        var piece = Gen.Elements("1,2\n", "3,4\n", "5.5,-6e1\r\n", " 7 ,\t8\r", "\"9\",\"1\"\n", "a,é\n", "1,2", "\n", "\r\n",
            "\r", "\"", ";", " ", "x");
        var pieces = from count in Gen.Choose(0, 6) from parts in piece.ListOf(count) select parts;
        var read = 0;
        Prop.ForAll(pieces.ToArbitrary(), parts =>
        {
            var text = string.Concat(parts);
            read += Result(new StringReader(text)) == "refused" ? 0 : 1;
            Assert.Equal(Result(new StringReader(text)), Result(new Letters(text)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(5, 7));
        Assert.True(read > 10, $"{read} of the texts are tables.");

        static string Result(TextReader reader)
        {
            try
            {
                var table = TableReader.Read(reader, "t");
                return $"{string.Join('|', table.ColumnNames)}: {string.Join(' ', table.Values.ToArray())}";
            }
            catch (InvalidInputException)
            {
                // Of several faults the one that is met first is told, which depends on how much is read at once.
                return "refused";
            }
        }
    }

    [Fact]
    public void Names_that_a_spreadsheet_runs_are_known_and_kept()
    {
        string[] names = ["=HYPERLINK(\"http://a\",\"b\")", "+1 a", "-x", "@y", "a=b", "x"];
        var text = new StringWriter();
        TableWriter.Write(new PointSet([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], names), text);
        Assert.StartsWith("\"=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\",+1 a,-x,@y,a=b,x\n", text.ToString());
        var read = TableReader.Read(new StringReader(text.ToString()), "t");
        Assert.Equal(names, read.ColumnNames);
        Assert.Equal(names[..4], read.FormulaNames);
        Assert.Empty(new PointSet([1], ["x"]).FormulaNames);
    }

    private static string Refusal(TextReader text, TableLimits limits, long memory)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<InvalidInputException>(() => TableReader.Read(text, "t", limits)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, memory);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>A start, and then the same for ever.</summary>
    private sealed class Endless(string start, string rest) : TextReader
    {
        public long Given { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            for (var i = 0; i < count; i++, Given++)
                buffer[index + i] = Given < start.Length ? start[(int)Given] : rest[(int)((Given - start.Length) % rest.Length)];
            return count;
        }
    }

    private sealed class Letters(string text) : TextReader
    {
        private int _position;

        public override int Read(char[] buffer, int index, int count)
        {
            if (_position == text.Length || count == 0)
                return 0;
            buffer[index] = text[_position++];
            return 1;
        }
    }
}
