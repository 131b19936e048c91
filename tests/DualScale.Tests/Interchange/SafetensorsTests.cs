using System.Text;
using DualScale.Interchange;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Interchange;

public sealed class SafetensorsTests
{
    private static readonly string[] GoldenFiles = Directory.GetFiles(
        Path.Combine(AppContext.BaseDirectory, "Golden"), "*.safetensors");

    [Fact]
    public void Files_of_other_programs_are_read()
    {
        Assert.Equal(16, GoldenFiles.Length);
        foreach (var path in GoldenFiles)
        {
            var (file, golden) = (SafetensorsFile.Read(path), new GoldenCase(Path.GetFileNameWithoutExtension(path)));
            Assert.Equal(golden.Names, file.Tensors.Select(tensor => tensor.Name));
            foreach (var tensor in file.Tensors.Where(tensor => tensor.Type == ElementType.F32))
                Assert.Equal(golden.Values<float>(tensor.Name), file.Get<float>(tensor.Name, golden.Shape(tensor.Name)));
        }
    }

    [Fact]
    public void What_is_written_is_read_back_and_the_same_content_is_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var cases = from lengths in Gen.Choose(0, 9).ListOf()
                    from text in Gen.Elements("", "plain", "\"quoted\"", "ünïcode\n")
                    select (lengths, text);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var paths = new[] { folder["a"], folder["b"] };
            foreach (var path in paths)
                Build(c.lengths, c.text).Write(path);
            Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
            var read = SafetensorsFile.Read(paths[0]);
            Assert.Equal(c.text, read.Metadata["note"]);
            for (var i = 0; i < c.lengths.Count; i++)
                Assert.Equal(Numbers(c.lengths[i]), read.Get<float>($"t{i}", [c.lengths[i]]));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(3, 5));
    }

    [Fact]
    public void Any_flipped_bit_and_any_cut_is_refused()
    {
        var whole = Bytes(Build([3, 4], "note"));
        for (var i = 0; i < whole.Length; i++)
        {
            Assert.Throws<InvalidInputException>(() => SafetensorsFile.Read(whole[..i], "cut"));
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = (byte[])whole.Clone();
                flipped[i] ^= (byte)(1 << bit);
                AssertRefusedOrSame(flipped);
            }
        }

        // A flip in the blanks that pad the header, or in the checksum's own key, leaves the content as it was.
        void AssertRefusedOrSame(byte[] bytes)
        {
            try
            {
                var read = SafetensorsFile.Read(bytes, "flipped");
                Assert.Equal(Numbers(3), read.Get<float>("t0"));
                Assert.Equal(Numbers(4), read.Get<float>("t1"));
            }
            catch (InvalidInputException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void Random_bytes_and_headers_raise_nothing_but_the_documented_error()
    {
        string[] headers =
        [
            "{}", "[]", "null", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F99\",\"shape\":[],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
            "{\"a\":{\"dtype\":\"0\",\"shape\":[1],\"data_offsets\":[0,4]}}", "{\"__metadata__\":{\"a\":null}}",
            "{\"__metadata__\":3}", "{\"a\":{\"dtype\":3,\"shape\":[1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
        ];
        foreach (var header in headers)
            ReadOrRefuse([.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0]);
        Prop.ForAll<byte[]>(ReadOrRefuse).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1, 3));

        static void ReadOrRefuse(byte[] bytes)
        {
            try
            {
                SafetensorsFile.Read(bytes, "random");
            }
            catch (InvalidInputException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    [Fact]
    public void Wrong_name_type_or_shape_is_refused_by_name()
    {
        var file = Build([3], "x");
        Assert.Contains("'other'", Assert.Throws<InvalidInputException>(() => file.Get<float>("other")).Message);
        Assert.Contains("F32", Assert.Throws<InvalidInputException>(() => file.Get<double>("t0")).Message);
        Assert.Contains("[3]", Assert.Throws<InvalidInputException>(() => file.Get<float>("t0", [4])).Message);
    }

    [Fact]
    public void Failed_write_leaves_the_file_as_it_was()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["f"], "before");
        Assert.Throws<RunFailedException>(() => AtomicFile.Write(folder["f"], stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("before", File.ReadAllText(folder["f"]));
        Assert.Equal([folder["f"]], Directory.GetFiles(folder.Path));
        Assert.Throws<InvalidInputException>(() => AtomicFile.Write(folder["no/such/folder"], _ => { }));
    }

    private static SafetensorsFile Build(IReadOnlyList<int> lengths, string note)
    {
        var file = new SafetensorsFile();
        for (var i = 0; i < lengths.Count; i++)
            file.Add<float>($"t{i}", Numbers(lengths[i]), lengths[i]);
        file.Metadata["note"] = note;
        return file;
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => 1f / (i + 1))];

    private static byte[] Bytes(SafetensorsFile file)
    {
        using var folder = new TemporaryFolder();
        file.Write(folder["f"]);
        return File.ReadAllBytes(folder["f"]);
    }
}
