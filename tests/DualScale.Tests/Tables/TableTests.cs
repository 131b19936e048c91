using System.Text;
using DualScale.Numerics;
using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

public sealed class TableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\r\n1;2\r\n3;4")]
    [InlineData("\uFEFFa\tb\n1\t2\n3\t4\n\n\n")]
    [InlineData("\"a\", b \n 1 ,\"2\"\n3e0,+4.0\n")]
    public void Header_delimiter_and_blank_lines_at_the_end_are_recognised(string text)
    {
        var table = Read(text);
        Assert.Equal(["a", "b"], table.ColumnNames);
        Assert.Equal([1, 2, 3, 4], table.Values.ToArray());
    }

    [Fact]
    public void Table_without_header_gets_default_names()
    {
        Assert.Equal(["x", "y"], Read("1,2\n3,4").ColumnNames);
        Assert.Equal(["x1", "x2", "x3"], Read("1,2,3\n3,4,5").ColumnNames);
        Assert.Equal(["x"], Read("1\n3\n").ColumnNames);
    }

    public static TheoryData<string, string[]> Faults => new()
    {
        { Rows(20, 17, "3,word"), ["row 17", "'b'", "'word'"] },
        { Rows(20, 17, "3,"), ["row 17", "'b'", "blank"] },
        { Rows(20, 17, "3,NaN"), ["row 17", "'b'", "finite"] },
        { Rows(20, 17, "-Infinity,4"), ["row 17", "'a'", "finite"] },
        { Rows(20, 17, "1e39,4"), ["row 17", "'a'", "finite"] },
        { Rows(20, 17, "3,4,5"), ["row 17", "3 cells", "2"] },
        { Rows(20, 17, "3"), ["row 17", "1 cells"] },
        { "a;b\n1;2,5\n2;3", ["row 2", "decimals with a point"] },
        { "", ["no rows"] },
        { "a,b\n", ["no rows"] },
        { "a,b\n1,2\n", ["one row"] },
        { string.Join(',', Enumerable.Repeat(1, 101)) + "\n", ["101 columns", "100"] },
        { "a,a\n1,2\n3,4", ["'a'", "twice"] },
        { "1,\n3,4", ["row 1", "blank"] },
        { "1\n2\n\n4\n", ["row 3", "blank"] },
        { "a,b\n1,2\n \n3,4\n", ["row 3", "blank"] },
        { "1,x\n3,4", ["row 1", "'x'"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Faults_are_refused_in_one_line_with_their_place(string text, string[] parts)
    {
        var message = Assert.Throws<InvalidInputException>(() => Read(text)).Message;
        Assert.All([.. parts, "points.csv"], part => Assert.Contains(part, message));
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Missing_files_and_folders_are_refused()
    {
        Assert.Contains("no file", Assert.Throws<InvalidInputException>(() => TableReader.Read("no/such.csv")).Message);
        Assert.Throws<InvalidInputException>(() => TableReader.Read(Path.GetTempPath()));
    }

    [Fact]
    public void Written_tables_are_read_back_bit_for_bit()
    {
        var cases = from columns in Gen.Choose(1, 6)
                    from rows in Gen.Choose(2, 40)
                    from seed in Gen.Choose(0, 10_000)
                    from name in Gen.Elements("plain", "with, comma", "with \"quotes\"", "semi;colon")
                    select (columns, rows, seed, name);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var values = new float[c.columns * c.rows];
            for (var i = 0; i < values.Length; i++)
            {
                var number = BitConverter.UInt32BitsToSingle(new RandomStream((ulong)c.seed, 0).Bits((ulong)i));
                values[i] = float.IsFinite(number) ? number : i;
            }

            var table = new PointSet(values, [.. Enumerable.Range(0, c.columns).Select(i => $"{c.name} {i}")]);
            var text = new StringWriter();
            TableWriter.Write(table, text);
            var read = Read(text.ToString());
            Assert.Equal(table.ColumnNames, read.ColumnNames);
            Assert.Equal(
                values.Select(BitConverter.SingleToUInt32Bits), read.Values.ToArray().Select(BitConverter.SingleToUInt32Bits));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(3, 5));
    }

    [Fact]
    public void Any_bytes_are_a_table_or_the_documented_error()
    {
        Prop.ForAll<byte[]>(bytes => ReadOrRefuse(Encoding.Latin1.GetString(bytes)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(9, 11));
        var pieces = Gen.Elements("1", ",", ";", "\t", "\n", "\r", "\"", "a", "-", ".", "e", " ", "NaN", "\0").ListOf();
        Prop.ForAll(pieces.ToArbitrary(), parts => ReadOrRefuse(string.Concat(parts)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(9, 11));

        static void ReadOrRefuse(string text)
        {
            try
            {
                var table = Read(text);
                Assert.All(table.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
            }
            catch (InvalidInputException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    [Fact]
    public void Standardization_centres_scales_and_restores()
    {
        var table = Read("a,b\n1,100\n2,300\n6,200\n");
        var scaling = Standardization.Fit(table);
        var values = table.Values.ToArray();
        scaling.Apply(values);
        for (var column = 0; column < 2; column++)
        {
            var numbers = new[] { values[column], values[2 + column], values[4 + column] };
            Assert.Equal(0, numbers.Average(), 1e-6);
            Assert.Equal(1, numbers.Average(v => v * v), 1e-6);
        }

        scaling.Restore(values);
        values.ShouldBeCloseTo(table.Values.ToArray(), 0, 1e-6, "restored");
    }

    [Theory]
    [InlineData("a,b\n1,5\n2,5\n")]
    [InlineData("a,b\n1,0.1\n2,0.1\n3,0.1\n")]
    public void Constant_column_is_refused_by_name(string text) =>
        Assert.Contains("'b'", Assert.Throws<InvalidInputException>(() => Standardization.Fit(Read(text))).Message);

    [Fact]
    public void Held_out_rows_and_training_rows_make_up_the_table()
    {
        var table = new PointSet([.. Enumerable.Range(0, 50).Select(i => (float)i)], ["x"]);
        var (training, heldOut) = HoldOut.Split(table, 0.1, new RandomStream(1, 0));
        Assert.Equal((45, 5), (training.Count, heldOut.Count));
        Assert.Equal(table.Values.ToArray(), training.Values.ToArray().Concat(heldOut.Values.ToArray()).Order());
        Assert.Equal((1, 1), (HoldOut.Split(new PointSet([1, 2], ["x"]), 0.01, new RandomStream(1, 0)).HeldOut.Count,
            HoldOut.Split(new PointSet([1, 2], ["x"]), 0.99, new RandomStream(1, 0)).Training.Count));
    }

    private static PointSet Read(string text) => TableReader.Read(new StringReader(text.TrimStart('\uFEFF')), "points.csv");

    private static string Rows(int count, int replaced, string with) =>
        "a,b\n" + string.Concat(Enumerable.Range(2, count).Select(row => row == replaced ? with + "\n" : $"{row},{2 * row}\n"));
}
