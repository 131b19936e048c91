using DualScale.Tests.PublicApi;

namespace DualScale.Tests;

/// <summary>What the library shows to others is what was approved.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_api_is_the_approved_one() => ApprovedApi.ShouldHold(typeof(InvalidInputException).Assembly);

    [Fact]
    public void Every_parameter_of_a_public_method_is_described() =>
        None.Of(Documentation.MissingParameters(typeof(InvalidInputException).Assembly));

    [Fact]
    public void Every_public_method_names_the_exceptions_that_it_creates() => None.Of(
    [
        .. Documentation.MissingExceptions(typeof(InvalidInputException).Assembly, typeof(InvalidInputException)),
        .. Documentation.MissingExceptions(typeof(InvalidInputException).Assembly, typeof(RunFailedException)),
    ]);
}
