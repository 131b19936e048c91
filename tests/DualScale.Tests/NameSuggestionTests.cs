namespace DualScale.Tests;

public sealed class NameSuggestionTests
{
    [Fact]
    public void Names_that_hold_a_comma_stand_in_quotation_marks_where_they_are_listed()
    {
        string[] departments = ["HR", "Sales, Americas", "Sales, EMEA"];
        Assert.Equal("There are HR, 'Sales, Americas', 'Sales, EMEA'.", NameSuggestion.Hint("Engineering", departments));
        Assert.Equal("Did you mean 'Sales, EMEA'?", NameSuggestion.Hint("Sales EMEA", departments));
        Assert.Equal("'mass=4,25', legs=6", NameSuggestion.List(["mass=4,25", "legs=6"]));
    }
}
