namespace DualScale.Numerics;

/// <summary>
/// An endless, random-access sequence of random numbers: element i is a function of (seed, stream, i) alone, whatever was
/// drawn before, on whatever thread. Streams of one seed are independent of each other.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Stream">The number of the stream within the seed.</param>
public readonly record struct RandomStream(ulong Seed, ulong Stream)
{
    private const int WordsPerBlock = 4;

    /// <summary>Element <paramref name="index"/> as 32 random bits.</summary>
    /// <param name="index">The element's position in the stream.</param>
    public uint Bits(ulong index)
    {
        var (x0, x1, x2, x3) = Block(index / WordsPerBlock);
        return (index % WordsPerBlock) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    /// <summary>Element <paramref name="index"/> as a number in [0, 1), a multiple of 2⁻²⁴.</summary>
    /// <param name="index">The element's position in the stream.</param>
    public float Uniform(ulong index) => ToUniform(Bits(index));

    /// <summary>Element <paramref name="index"/> as an integer in [0, <paramref name="bound"/>).</summary>
    /// <param name="index">The element's position in the stream.</param>
    /// <param name="bound">One above the largest result, at least 1; the bias is below bound / 2³².</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is less than 1.</exception>
    public int Below(ulong index, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)(((ulong)Bits(index) * (uint)bound) >> 32);
    }

    /// <summary>The numbers 0 … count - 1 in a random order: by their elements, equal ones by themselves.</summary>
    internal int[] Order(int count)
    {
        var stream = this;
        return [.. Enumerable.Range(0, count).OrderBy(number => stream.Bits((ulong)number)).ThenBy(number => number)];
    }

    /// <summary>Fills with elements first, first + 1, … as numbers in [0, 1).</summary>
    /// <param name="first">The position of the first element.</param>
    /// <param name="destination">As many elements as it holds.</param>
    public void FillUniform(ulong first, Span<float> destination)
    {
        for (var i = 0; i < destination.Length;)
        {
            var index = first + (ulong)i;
            var (x0, x1, x2, x3) = Block(index / WordsPerBlock);
            ReadOnlySpan<uint> words = [x0, x1, x2, x3];
            for (var lane = (int)(index % WordsPerBlock); lane < WordsPerBlock && i < destination.Length; lane++, i++)
                destination[i] = ToUniform(words[lane]);
        }
    }

    /// <summary>
    /// Fills with elements first, first + 1, … as standard normals, by the method of Box and Muller: elements 2j and 2j+1
    /// are made of words 2j and 2j+1.
    /// </summary>
    /// <param name="first">The position of the first element.</param>
    /// <param name="destination">As many elements as it holds.</param>
    public void FillNormal(ulong first, Span<float> destination)
    {
        for (var i = 0; i < destination.Length;)
        {
            var index = first + (ulong)i;
            var (x0, x1, x2, x3) = Block(index / WordsPerBlock);
            var (z0, z1) = BoxMuller(x0, x1);
            var (z2, z3) = BoxMuller(x2, x3);
            ReadOnlySpan<float> normals = [z0, z1, z2, z3];
            for (var lane = (int)(index % WordsPerBlock); lane < WordsPerBlock && i < destination.Length; lane++, i++)
                destination[i] = normals[lane];
        }
    }

    // (0, 1] for the logarithm: 2⁻³² and not 0 is the smallest radius argument, so |z| stays below 6.7.
    private static (float, float) BoxMuller(uint word0, uint word1)
    {
        var radius = Math.Sqrt(-2 * Math.Log((word0 + 1.0) * (1.0 / 4294967296.0)));
        var (sin, cos) = Math.SinCos(word1 * (2 * Math.PI / 4294967296.0));
        return ((float)(radius * cos), (float)(radius * sin));
    }

    private static float ToUniform(uint word) => (word >> 8) * (1f / 16777216f);

    private (uint X0, uint X1, uint X2, uint X3) Block(ulong index) =>
        Philox.Block(((uint)index, (uint)(index >> 32), (uint)Stream, (uint)(Stream >> 32)), ((uint)Seed, (uint)(Seed >> 32)));
}
