using System.Text;
using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Tables of other letters than ASCII, as bytes that are spelled out here.</summary>
public sealed class TextEncodingTests : IDisposable
{
    // "stadt,preis €" and rows of Köln and Évora.
    private static readonly byte[] Western =
        [.. "stadt,preis "u8, 0x80, .. "\nK"u8, 0xF6, .. "ln,1\n"u8, 0xC9, .. "vora,2\nK"u8, 0xF6, .. "ln,3\n"u8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<TextEncoding, byte[]> Files => new()
    {
        { TextEncoding.Windows1252, Western },
        { TextEncoding.Utf8, "stadt,preis €\nKöln,1\nÉvora,2\nKöln,3\n"u8.ToArray() },
        { TextEncoding.Utf8Mark, [0xEF, 0xBB, 0xBF, .. "stadt,preis €\nKöln,1\nÉvora,2\nKöln,3\n"u8] },
        { TextEncoding.Utf16, [0xFF, 0xFE, .. "stadt,preis €\nKöln,1\nÉvora,2\nKöln,3\n".SelectMany(letter => new[] { (byte)letter, (byte)(letter >> 8) })] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Table_is_read_by_its_encoding_and_written_byte_for_byte(TextEncoding encoding, byte[] bytes)
    {
        var path = Save(bytes);
        var table = TableFile.Read(path);
        Assert.Equal(encoding, table.Schema.Format.Encoding);
        Assert.Equal(["stadt", "preis €"], table.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["Köln", "Évora", "Köln"], Enumerable.Range(0, 3).Select(table.Columns[0].Text));
        TableFile.Write(table, _folder["again.csv"]);
        Assert.Equal(bytes, File.ReadAllBytes(_folder["again.csv"]));
        var parts = TableFile.ReadParts(path, table.Schema, 2).ToArray();
        Assert.Equal(["Köln", "Évora", "Köln"], parts.SelectMany(part => Enumerable.Range(0, part.Rows).Select(part.Columns[0].Text)));
        Assert.Equal(encoding, SchemaJson.Read(SchemaJson.Write(table.Schema), "x").Format.Encoding);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Blanks_are_filled_and_every_other_byte_stays(TextEncoding encoding, byte[] bytes)
    {
        var schema = TableFile.Read(Save(bytes)).Schema;
        var text = schema.Format.OpenReader(new MemoryStream(bytes)).ReadToEnd();
        var blank = text.Replace("Évora", "", StringComparison.Ordinal);
        var table = FillableTable.Read(Save(Bytes(encoding, blank)), schema);
        Assert.Equal(encoding, table.Table.Schema.Format.Encoding);
        Assert.Equal(Bytes(encoding, blank), Written(table, table.Table));
        var filled = TableFile.Read(new StringReader("stadt,preis €\nKöln,1\nÉvora,2\nKöln,3\n"), "x", schema);
        Assert.Equal(bytes, Written(table, filled));
    }

    [Fact]
    public void Letter_that_the_encoding_lacks_is_refused_and_nothing_is_written()
    {
        var format = TableFile.Read(Save(Western)).Schema.Format;
        var table = TableFile.Read(new StringReader("stadt\nŁódź\nKöln\nŁódź\n"), "x");
        var western = new Table(table.Columns, format);
        Assert.Equal(
            "'Ł' cannot be written in Windows-1252, as the table is; save the table as UTF-8.",
            Assert.Throws<InvalidInputException>(() => TableFile.Write(western, _folder["out.csv"])).Message);
        Assert.False(File.Exists(_folder["out.csv"]));
    }

    // Pieces of 65,536 bytes are looked at, so letters of two to four bytes stand across the ends of several.
    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("𝄞")]
    public void Many_letters_are_UTF_8_and_one_broken_byte_behind_them_is_refused(string letter)
    {
        for (var ahead = 0; ahead < 4; ahead++)
        {
            var text = $"{new string('n', 1 + ahead)}\n" + string.Concat(Enumerable.Repeat($"{letter}{letter}{letter}\n", 30_000));
            var path = Save(Encoding.UTF8.GetBytes(text));
            var table = TableFile.Read(path, new Schema([new ColumnSchema(new string('n', 1 + ahead), new CategoryKind())]));
            Assert.Equal((30_000, letter + letter + letter), (table.Rows, table.Columns[0].Text(29_999)));
            Save([.. Encoding.UTF8.GetBytes(text), 0xE9, (byte)'\n']);
            Assert.Equal(
                $"{path} is not UTF-8 text; save it as UTF-8.",
                Assert.Throws<InvalidInputException>(() => TableFile.Read(path)).Message);
        }
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("𝄞")]
    public void One_letter_across_the_end_of_a_piece_is_UTF_8(string letter)
    {
        for (var ahead = 1; ahead <= 4; ahead++)
        {
            var text = "a\n" + string.Concat(Enumerable.Repeat("xy\n", 21_844)) + new string('z', 4 - ahead) + letter + "\n";
            Assert.Equal(65_538 - ahead, Encoding.UTF8.GetByteCount(text[..text.IndexOf(letter, StringComparison.Ordinal)]));
            var table = TableFile.Read(Save(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(TextEncoding.Utf8, table.Schema.Format.Encoding);
            Assert.Equal(new string('z', 4 - ahead) + letter, table.Columns[0].Text(21_844));
        }
    }

    [Fact]
    public void Far_byte_of_one_letter_tells_Windows_1252()
    {
        var path = Save([.. "a,b\n"u8, .. Enumerable.Repeat("x,1\ny,2\n"u8.ToArray(), 30_000).SelectMany(row => row), 0xE9, .. ",3\n"u8]);
        Assert.Equal("é", TableFile.Read(path).Columns[0].Text(60_000));
    }

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 0, 0xFF, 0x0A })]
    [InlineData(new byte[] { 0x61, 0x0A, 0xE9, 0x0A, 0x81, 0x0A })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 0x61, 0, 0x0A })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0, 0x0A, 0, 0, 0 })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0x0A, 0xE9, 0x0A, 0xE9, 0x0A })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x0A }, "UTF-16")]
    public void What_is_no_text_is_refused(byte[] bytes, string encoding = "UTF-8")
    {
        var path = Save(bytes);
        Assert.Equal(
            $"{path} is not {encoding} text; save it as UTF-8.",
            Assert.Throws<InvalidInputException>(() => TableFile.Read(path)).Message);
    }

    [Fact]
    public void Mark_stays_also_where_a_reader_has_taken_it_away()
    {
        var path = Save([0xEF, 0xBB, 0xBF, .. "a\nx\n\"\"\n"u8]);
        var schema = TableFile.Read(new StringReader("a\nx\ny\nx\n"), "x").Schema;
        using var reader = new StreamReader(path);
        var table = FillableTable.Read(reader, "t", schema);
        Assert.Equal(File.ReadAllBytes(path), Written(table, table.Table));
    }

    private string Save(byte[] bytes)
    {
        var path = _folder["t.csv"];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Written(FillableTable table, Table filled)
    {
        var stream = new MemoryStream();
        using (var writer = table.Table.Schema.Format.OpenWriter(stream))
            table.Write(writer, filled);
        return stream.ToArray();
    }

    private static byte[] Bytes(TextEncoding encoding, string text) => encoding switch
    {
        TextEncoding.Windows1252 => [.. text.Select(letter => letter == '€' ? (byte)0x80 : (byte)letter)],
        TextEncoding.Utf16 => [.. text.SelectMany(letter => new[] { (byte)letter, (byte)(letter >> 8) })],
        _ => Encoding.UTF8.GetBytes(text),
    };
}
