using DualScale.Runs.Configuration;
using DualScale.Tests.PublicApi;

namespace DualScale.Runs.Tests;

/// <summary>What the runs show to others is what was approved.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_api_is_the_approved_one() => ApprovedApi.ShouldHold(typeof(RunConfiguration).Assembly);

    [Fact]
    public void Every_parameter_of_a_public_method_is_described() =>
        None.Of(Documentation.MissingParameters(typeof(RunConfiguration).Assembly));

    [Fact]
    public void Every_public_method_names_the_exceptions_that_it_creates() => None.Of(
    [
        .. Documentation.MissingExceptions(typeof(RunConfiguration).Assembly, typeof(InvalidInputException)),
        .. Documentation.MissingExceptions(typeof(RunConfiguration).Assembly, typeof(RunFailedException)),
    ]);
}
