using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Names and texts that look like conditions themselves.</summary>
public sealed class ConditionNameTests
{
    [Theory]
    [InlineData("a=1", "1 2")]
    [InlineData("a=b=2", "2 3")]
    [InlineData("a=b=c=3", "3")]
    [InlineData("a = b=2", "")]
    public void The_longest_name_of_a_column_is_meant_where_several_fit(string where, string rows)
    {
        var table = TableFile.Read(new StringReader("a,a=b,a=b=c\n1,1,1\n1,2,1\n2,2,3\n"), "names.csv");
        Func<string> kept = () => Kept(table, new TableConditions { Where = [where] });
        if (rows.Length > 0)
            Assert.Equal(rows, kept());
        else
            Assert.Contains("'b=2'", Assert.Throws<TableConditionException>(kept).Message);
    }

    [Fact]
    public void Names_and_texts_that_end_as_rules_that_take_blanks_are_meant()
    {
        var table = TableFile.Read(new StringReader("x;y or blank;z\n1;2;a or blank\n3;;b\n2;1;a or blank\n4;6;b\n5;5;b\n"), "t.csv");
        Assert.Equal("1 4", Kept(table, new TableConditions { Rules = ["x < y or blank"] }));
        Assert.Equal("1 2 4", Kept(table, new TableConditions { Rules = ["x < y or blank or blank"] }));
        Assert.Equal("1 3", Kept(table, new TableConditions { Rules = ["z = a or blank"] }));
    }

    [Fact]
    public void Spaces_and_points_that_belong_to_values_are_no_signs()
    {
        var table = TableFile.Read(
            new StringReader("c,mark\n\" x\",5 kr.\ny,6 kr.\n\" x\",7 kr.\ny,8 kr.\ny,10 kr.\n"), "t.csv");
        Assert.Equal("1 3", Kept(table, new TableConditions { Where = ["c= x"] }));
        Assert.Equal("2 4 5", Kept(table, new TableConditions { Where = ["c = y "] }));
        Assert.Equal("1 2 3 4 5", Kept(table, new TableConditions { Where = ["c=y| x"] }));
        foreach (var interval in (string[])["5 kr...7 kr.", "5..7", "5 kr. .. 7", "..7 kr."])
            Assert.Equal("1 2 3", Kept(table, new TableConditions { Where = [$"mark={interval}"] }));
    }

    private static string Kept(Table table, TableConditions conditions)
    {
        var keeps = WantedRows.Of(conditions, TableEncoding.Fit(table), gives: false).Keep(table);
        return string.Join(' ', Enumerable.Range(0, table.Rows).Where(row => keeps(row)).Select(row => row + 1));
    }
}
