using DualScale.Numerics;

namespace DualScale.Tests.Numerics;

public sealed class RandomStreamTests
{
    // The known-answer vectors that Random123 publishes for philox4x32 with 10 rounds.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu,
        0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu,
        0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block((c0, c1, c2, c3), (k0, k1)));

    [Fact]
    public void Any_part_of_a_stream_is_the_same_however_it_is_cut()
    {
        var stream = new RandomStream(5, 9);
        var (normals, uniforms) = (new float[101], new float[101]);
        stream.FillNormal(3, normals);
        stream.FillUniform(3, uniforms);
        for (var first = 0; first < 101; first += 13)
        {
            var length = Math.Min(17, 101 - first);
            var (n, u) = (new float[length], new float[length]);
            stream.FillNormal((ulong)(3 + first), n);
            stream.FillUniform((ulong)(3 + first), u);
            Assert.Equal(normals.AsSpan(first, length).ToArray(), n);
            Assert.Equal(uniforms.AsSpan(first, length).ToArray(), u);
            Assert.Equal(u[0], stream.Uniform((ulong)(3 + first)));
        }
    }

    [Fact]
    public void Normals_have_the_moments_of_a_standard_normal()
    {
        var z = new float[200_000];
        new RandomStream(1, 2).FillNormal(0, z);

        // Five standard errors: 1/√n for the mean, √(2/n) for the variance, √(96/n) for the fourth moment.
        Assert.Equal(0, z.Average(v => (double)v), 5 / Math.Sqrt(z.Length));
        Assert.Equal(1, z.Average(v => (double)v * v), 5 * Math.Sqrt(2.0 / z.Length));
        Assert.Equal(3, z.Average(v => Math.Pow(v, 4)), 5 * Math.Sqrt(96.0 / z.Length));
    }

    [Fact]
    public void Streams_and_seeds_are_unrelated()
    {
        var (a, b, c) = (new float[20_000], new float[20_000], new float[20_000]);
        new RandomStream(1, 0).FillNormal(0, a);
        new RandomStream(1, 1).FillNormal(0, b);
        new RandomStream(2, 0).FillNormal(0, c);
        Assert.Equal(0, a.Zip(b, (x, y) => (double)x * y).Average(), 5 / Math.Sqrt(a.Length));
        Assert.Equal(0, a.Zip(c, (x, y) => (double)x * y).Average(), 5 / Math.Sqrt(a.Length));
    }

    [Fact]
    public void Integers_below_a_bound_are_all_equally_likely()
    {
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[new RandomStream(3, 4).Below((ulong)i, 7)]++;
        Assert.All(counts, count => Assert.Equal(10_000, count, 500.0));
    }
}
