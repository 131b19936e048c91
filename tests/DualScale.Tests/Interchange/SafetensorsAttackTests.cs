using System.Text;
using DualScale.Interchange;
using DualScale.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Interchange;

/// <summary>Files that were made to do harm: no more than a message comes of them.</summary>
public sealed class SafetensorsAttackTests
{
    private const string One = "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";

    public static TheoryData<string, int, string> Headers => new()
    {
        { $"{{\"a\":{{{One}[0,4]}},\"b\":{{{One}[0,4]}}}}", 4, "'b' does not begin where" },
        { $"{{\"a\":{{{One}[0,4]}},\"b\":{{{One}[2,6]}}}}", 6, "'b' does not begin where" },
        { $"{{\"a\":{{{One}[0,4]}},\"b\":{{{One}[8,12]}}}}", 12, "'b' does not begin where" },
        { $"{{\"a\":{{{One}[4,8]}}}}", 8, "'a' does not begin where" },
        { $"{{\"a\":{{{One}[0,4]}}}}", 5, "do not fill it" },
        { $"{{\"a\":{{{One}[0,4]}}}}", 3, "do not fill it" },
        { "{}", 1, "do not fill it" },
        { $"{{\"a\":{{{One}[4,0]}}}}", 4, "bytes that its shape needs" },
        { $"{{\"a\":{{{One}[9223372036854775807,-9223372036854775805]}}}}", 4, "bytes that its shape needs" },
        { $"{{\"a\":{{{One}[-4,0]}}}}", 4, "bytes that its shape needs" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967297],\"data_offsets\":[0,4]}}", 4, "follow the format" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,0]}}", 0, "bytes that its shape needs" },
        { "{\"a\":{\"dtype\":\"F64\",\"shape\":[1073741824,1073741824,2],\"data_offsets\":[0,0]}}", 0, "follow the format" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}", 4, "most" },
        { $"{{\"a\":{{{One}[0,4]}},\"a\":{{{One}[4,8]}}}}", 8, "follow the format" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "follow the format" },
        { "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "follow the format" },
        { "{\"__metadata__\":{\"a\":null}}", 0, "follow the format" },
        { $"{{\"\":{{{One}[0,4]}}}}", 4, "follow the format" },
        { $"{{\"a\\n\":{{{One}[0,4]}}}}", 4, "follow the format" },
        { $"{{\"a\\ud800\":{{{One}[0,4]}}}}", 4, "follow the format" },
        { "{\"a\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "follow the format" },
        { "{\"a\":{\"dtype\":\"F\\n32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "not read here" },
        { "{\"a\":null}", 0, "follow the format" },
        { $"{{\"a\":{{{One}[0,4]}}}} {{}}", 4, "follow the format" },
        { new string('[', 100_000), 0, "follow the format" },
        { string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), 0, "follow the format" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Header_that_lies_is_refused_in_one_line(string header, int data, string part)
    {
        byte[] bytes = [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[data]];
        foreach (var read in new Action[] { () =>
            SafetensorsFile.Read(bytes, "the file"), () => SafetensorsFile.Read(new Trickle(bytes), "the file") })
        {
            var message = Refusal(read, 2_000_000);
            Assert.True(message.Contains(part) || message.Contains("do not fill it"), message);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData((ulong)long.MaxValue)]
    [InlineData(int.MaxValue)]
    [InlineData(1 << 24)]
    [InlineData(17)]
    public void Claimed_header_takes_no_more_memory_than_there_are_bytes(ulong length)
    {
        byte[] bytes = [.. BitConverter.GetBytes(length), .. "{\"a\":1}         "u8];
        Refusal(() => SafetensorsFile.Read(bytes, "the file"), 100_000);
        Refusal(() => SafetensorsFile.Read(new Trickle(bytes), "the file"), 3_000_000);
    }

    [Fact]
    public void Claimed_array_takes_no_more_memory_than_there_are_bytes()
    {
        var header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}";
        byte[] bytes = [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[1000]];
        Refusal(() => SafetensorsFile.Read(bytes, "the file"), 100_000);
        Refusal(() => SafetensorsFile.Read(new Trickle(bytes), "the file"), 3_000_000);
    }

    [UnixFact]
    public void Device_without_an_end_is_refused()
    {
        Refusal(() => SafetensorsFile.Read("/dev/zero"), 1_000_000);
    }

    [Fact]
    public void Arrays_may_lie_in_another_order_than_the_header_has_and_may_be_empty()
    {
        var header =
            $"{{\"b\":{{{One}[4,8]}},\"none\":{{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[4,4]}},\"a\":{{{One}[0,4]}}}}";
        byte[] bytes = [.. BitConverter.GetBytes((ulong)header.Length), .. Encoding.UTF8.GetBytes(header),
            .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(2.5f)];
        foreach (var file in new[] { SafetensorsFile.Read(bytes, "the file"),
            SafetensorsFile.Read(new Trickle(bytes), "the file") })
        {
            Assert.Equal(["b", "none", "a"], file.Tensors.Select(tensor => tensor.Name));
            Assert.Equal((1.5f, 2.5f, 0), (file.Get<float>("a")[0], file.Get<float>("b")[0], file.Get<float>("none").Length));
        }
    }

    [Fact]
    public void Any_mutation_of_a_file_is_read_whole_or_refused_within_the_memory_of_its_bytes()
    {
        var whole = Whole();
        var headerLength = (int)BitConverter.ToUInt64(whole);
        string[] pieces = ["0", "9", "-1", "4294967296", "9223372036854775807", "1e9", "\"", "{", "}", "[", "]", ",", ":",
            "null", "\"a\"", "\"F64\"", "\\u0000", "\\ud800", "[[[[[[[[", " "];
        var edits = from place in Gen.Choose(0, whole.Length - 1)
                    from removed in Gen.Choose(0, 4)
                    from piece in Gen.Elements(pieces)
                    from raw in Gen.Choose(0, 255)
                    from kind in Gen.Choose(0, 3)
                    select (place, removed, piece, raw, kind);
        var mutations = from list in edits.NonEmptyListOf() from mended in Gen.Elements(true, false) select (list, mended);
        var (read, refused) = (0, 0);
        Prop.ForAll(mutations.ToArbitrary(), mutation =>
        {
            var bytes = whole.ToList();
            foreach (var (place, removed, piece, raw, kind) in mutation.list.Take(2))
            {
                var (at, end) = (Math.Min(kind < 2 ? place : 8 + place % headerLength, bytes.Count), bytes.Count);
                bytes.RemoveRange(at, Math.Min(kind switch { 0 => 1, 3 => removed, _ => 0 }, end - at));
                bytes.InsertRange(at, kind < 2 ? [(byte)raw] : Encoding.UTF8.GetBytes(piece));
            }

            // Half of the time the length before the header is made to fit, so that what is inside is looked at.
            var mutated = bytes.ToArray();
            if (mutation.mended && mutated.Length > 8)
                BitConverter.GetBytes((ulong)Math.Max(0, mutated.Length - (whole.Length - headerLength))).CopyTo(mutated, 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var file = SafetensorsFile.Read(mutated, "the file");
                var total = 0;
                foreach (var tensor in file.Tensors)
                {
                    Assert.Equal(tensor.Data.Length, tensor.Shape.Aggregate(
                        SafetensorsTensor.SizeOf(tensor.Type), (product, dimension) => product * dimension));
                    total += tensor.Data.Length;
                }

                Assert.Equal(mutated.Length - 8 - (int)BitConverter.ToUInt64(mutated), total);
                read++;
            }
            catch (InvalidInputException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(7, 11));
        Assert.True(read > 20 && refused > 1000, $"{read} read, {refused} refused: the mutations are too mild or too wild.");
    }

    [Fact]
    public void Arrays_that_a_model_wants_are_compared_by_name_type_and_shape()
    {
        var file = SafetensorsFile.Read(Whole(), "the file");
        (string, IReadOnlyList<int>)[] all = [("a", [2, 2]), ("b", [3])];
        file.Require<float>(all);
        Assert.Contains("'c'", Refusal(() => file.Require<float>([.. all, ("c", [1])]), 100_000));
        Assert.Contains("'b' that the model has not", Refusal(() => file.Require<float>(all[..1]), 100_000));
        Assert.Contains("[2, 2]", Refusal(() => file.Require<float>([("a", [4]), ("b", [3])]), 100_000));
        Assert.Contains("F64 is wanted", Refusal(() => file.Require<double>(all), 100_000));
    }

    private static string Refusal(Action read, long memory)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<InvalidInputException>(read).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, memory);
        return message;
    }

    // Without a checksum, which would refuse every mutation before it is looked at.
    private static byte[] Whole()
    {
        const string Header =
            "{\"__metadata__\":{\"note\":\"some text\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[16,28]}}";
        var data = new byte[28];
        for (var i = 0; i < data.Length; i++)
            data[i] = (byte)new RandomStream(5, 0).Below((ulong)i, 256);
        return [.. BitConverter.GetBytes((ulong)Header.Length), .. Encoding.UTF8.GetBytes(Header), .. data];
    }

    /// <summary>A stream of unknown length that gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(Math.Min(count, 997), bytes.Length - _position);
            Array.Copy(bytes, _position, buffer, offset, read);
            _position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
