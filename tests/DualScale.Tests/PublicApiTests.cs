using DualScale.Tests.PublicApi;

namespace DualScale.Tests;

/// <summary>What the library shows to others is what was approved.</summary>
public sealed class PublicApiTests
{
    /// <summary>Types that still have parameters without a description: to shrink to none.</summary>
    private static readonly string[] Undescribed =
        ["DualScale.Denoisers.Embeddings", "DualScale.Diffusion.NoiseSchedule", "DualScale.Numerics.Graph"];

    [Fact]
    public void Public_api_is_the_approved_one() => ApprovedApi.ShouldHold(typeof(InvalidInputException).Assembly);

    [Fact]
    public void Every_parameter_of_a_public_method_is_described() =>
        None.Of(Missing().Where(line => !Undescribed.Any(type => IsOf(line, type))));

    [Fact]
    public void Types_with_undescribed_parameters_are_those_known() =>
        Assert.Equal(Undescribed, Undescribed.Where(type => Missing().Any(line => IsOf(line, type))));

    [Fact]
    public void Every_public_method_names_the_exceptions_that_it_creates() => None.Of(
    [
        .. Documentation.MissingExceptions(typeof(InvalidInputException).Assembly, typeof(InvalidInputException)),
        .. Documentation.MissingExceptions(typeof(InvalidInputException).Assembly, typeof(RunFailedException)),
    ]);

    private static IEnumerable<string> Missing() => Documentation.MissingParameters(typeof(InvalidInputException).Assembly);

    private static bool IsOf(string line, string type) => line.StartsWith($"M:{type}.", StringComparison.Ordinal);
}
