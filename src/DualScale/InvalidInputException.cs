namespace DualScale;

/// <summary>
/// Thrown when something given from outside (a file, an option, a name) cannot be used. The message is one line: what is
/// wrong, where, and what to do about it. Nothing has been written when it is thrown.
/// </summary>
public class InvalidInputException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: what is wrong, where, what to do.</param>
    public InvalidInputException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">One line: what is wrong, where, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidInputException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
