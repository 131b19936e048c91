using DualScale.Runs.Configuration;

namespace DualScale.Runs.Tests.Configuration;

public sealed class ModelOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("", "model.weighting=improved")]
    [InlineData("", "model.kind=dual-expert", "model.experts=4", "model.enhanced-gate=true")]
    [InlineData("", "model.kind=grid", "model.grid.sizes=[4, 8]", "model.grid.extent=-1,1")]
    [InlineData("", "model.grid.enabled=true", "model.grid.step=ddpm")]
    [InlineData("model.weighting", "model.kind=baseline", "model.weighting=improved")]
    [InlineData("model.adaptive-slope", "model.weighting=improved", "model.adaptive-slope=0.1")]
    [InlineData("model.experts model.increased-capacity", "model.experts=4", "model.increased-capacity=true")]
    [InlineData("model.grid", "model.kind=dual-expert", "model.grid.sizes=[4, 8]")]
    public void Settings_that_do_nothing_are_known(string idle, params string[] settings)
    {
        var tree = ConfigurationTree.ToTree(new RunConfiguration());
        foreach (var setting in settings)
            ConfigurationTree.Set(tree, setting);
        var model = ConfigurationTree.FromTree(tree, "the settings").Model;
        Assert.Equal(idle, string.Join(
            ' ', ModelOptionsConverter.WithoutEffect(tree["model"]!.AsObject(), model).Select(found => found.Setting)));
    }
}
