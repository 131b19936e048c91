using System.Globalization;
using System.Text;
using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

/// <summary>Dates read digit by digit are those that the framework reads, and no others.</summary>
public sealed class DateLayoutTests
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "dd.MM.yyyy", "MM/dd/yyyy", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm", "HH:mm:ss.ffffff", "HH:mm:ss.f",
    ];

    [Fact]
    public void Any_cell_is_the_moment_of_the_framework_or_none()
    {
        var digits = from format in Gen.Elements(Formats)
                     from numbers in Gen.Choose(0, 9).ArrayOf(20)
                     from change in Gen.Choose(0, 60)
                     select (format, Cell(format, numbers, change));
        var read = 0;
        Prop.ForAll(digits.ToArbitrary(), pair =>
        {
            var (format, cell) = pair;
            var isDate = DateTime.TryParseExact(
                cell, format, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var wanted);
            Assert.Equal(isDate, DateLayout.Of(format)!.TryParse(Encoding.UTF8.GetBytes(cell), out var moment));
            Assert.Equal(isDate ? wanted : default, moment);
            read += isDate ? 1 : 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(5, 7));
        Assert.InRange(read, 300, 2900);
    }

    [Theory]
    [InlineData("d.M.yyyy")]
    [InlineData("dd MMM yyyy")]
    [InlineData("dd.MM.yy")]
    [InlineData("HH:mm:ss.FFFFFF")]
    [InlineData("yyyy-MM")]
    [InlineData("HH:HH")]
    [InlineData("f")]
    public void Formats_whose_parts_have_no_place_of_their_own_have_no_layout(string format) =>
        Assert.Null(DateLayout.Of(format));

    // Digits near those of a date, and now and then another letter.
    private static string Cell(string format, int[] numbers, int change)
    {
        var places = format.Replace("'", "", StringComparison.Ordinal);
        var cell = places.ToCharArray();
        for (var at = 0; at < cell.Length; at++)
        {
            var isTens = places[at] is 'M' or 'd' or 'H' or 'm' or 's' && (at == 0 || places[at - 1] != places[at]);
            if (char.IsAsciiLetter(places[at]) && places[at] is not ('T' or 'Z'))
                cell[at] = (char)('0' + numbers[at % numbers.Length] % (isTens ? 3 : 10));
        }

        if (change < cell.Length)
            cell[change] = "x:0-"[change % 4];
        return new string(cell);
    }
}
