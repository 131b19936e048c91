using DualScale.Tests.Metadata;

namespace DualScale.Tests;

/// <summary>What every test does.</summary>
public sealed class HabitTests
{
    [Fact]
    public void Every_test_asserts_something() => None.Of(TestMethods.WithoutAssertion(typeof(HabitTests).Assembly));

    [Fact]
    public void What_cannot_run_here_is_skipped_and_counted() =>
        None.Of(TestMethods.ThatReturnEarly(typeof(HabitTests).Assembly));
}
