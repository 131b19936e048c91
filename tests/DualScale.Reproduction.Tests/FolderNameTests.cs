namespace DualScale.Reproduction.Tests;

public sealed class FolderNameTests
{
    [Theory]
    [InlineData("...yaml")]
    [InlineData("..yaml")]
    [InlineData(".yaml")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/...csv")]
    [InlineData(" .csv")]
    [InlineData(".....csv")]
    [InlineData("a:b.csv")]
    [InlineData("a\\..\\b.csv")]
    [InlineData("a\nb.csv")]
    public void Name_that_leads_elsewhere_is_refused_in_one_line(string path) =>
        Assert.DoesNotContain('\n', Assert.Throws<InvalidInputException>(() => FolderName.Of(path)).Message);

    [Theory]
    [InlineData("some/where/my.points.csv", "my.points")]
    [InlineData("../a b.yaml", "a b")]
    [InlineData("moons", "moons")]
    [InlineData(".hidden.csv", ".hidden")]
    public void Other_names_are_taken(string path, string name) => Assert.Equal(name, FolderName.Of(path));
}
