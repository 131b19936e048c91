using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Texts as words of zeros and ones.</summary>
public sealed class CodeEncodingTests
{
    [Fact]
    public void Texts_have_a_total_variance_of_one_and_a_mean_of_zero()
    {
        foreach (var levels in new[] { 2, 3, 20, 32, 33, 400 })
        {
            var text = "t,x\n" + string.Concat(Enumerable.Range(0, 8000).Select(i => $"l{i * i % 7919 % levels},{i % 90}\n"));
            var table = TableFile.Read(new StringReader(text), "t.csv");
            var encoding = TableEncoding.Fit(table);
            var width = encoding.Names.Count - 1;
            Assert.Equal(levels switch { 2 => 1, <= 32 => levels, _ => 32 }, width);
            var points = encoding.Encode(table);
            double Mean(Func<int, double> of) => Enumerable.Range(0, points.Count).Average(of);
            Assert.All(Enumerable.Range(0, width), place => Assert.Equal(0, Mean(row => points[row][place]), 1e-4));
            var variance = Enumerable.Range(0, width).Sum(place => Mean(row => Math.Pow(points[row][place], 2)));
            Assert.Equal(1, variance, 1e-3);
        }
    }

    [Fact]
    public void Words_of_many_texts_differ_in_twelve_places_or_more()
    {
        var words = Enumerable.Range(0, CodeWords.Most).Select(i => CodeWords.Word((uint)i)).ToArray();
        Assert.Equal(words.Length, words.Distinct().Count());
        for (var i = 0; i < words.Length; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.True(System.Numerics.BitOperations.PopCount(words[i] ^ words[j]) >= 12, $"{i} and {j}");
        }
    }
}
