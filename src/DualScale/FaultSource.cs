namespace DualScale;

/// <summary>Puts the name of a file before what is wrong with it.</summary>
internal static class FaultSource
{
    /// <summary>Does some work on a source; a fault that does not begin with its name is given it.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="InvalidInputException">The work's own.</exception>
    public static T Name<T>(string source, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InvalidInputException exception) when (!exception.Message.StartsWith(source, StringComparison.Ordinal))
        {
            throw new InvalidInputException($"{source}: {exception.Message}", exception);
        }
    }
}
