namespace DualScale;

/// <summary>
/// Thrown when work that started on valid input cannot go on: a loss that became NaN, a disk that filled up. The message
/// is one line; what had been written before is still whole.
/// </summary>
public sealed class RunFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what is wrong, where, what to do.</param>
    public RunFailedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line: what is wrong, where, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public RunFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
