namespace DualScale.Interchange;

/// <summary>Reads text whole, up to a limit: what has no end, such as a device, is refused there.</summary>
internal static class BoundedText
{
    /// <param name="reader">The text.</param>
    /// <param name="most">The most characters it may have.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="mostInLine">The most characters that may follow each other without a new line.</param>
    /// <exception cref="InvalidInputException">It is longer.</exception>
    public static string ReadToEnd(TextReader reader, int most, string source, int mostInLine = int.MaxValue)
    {
        var text = new char[Math.Min(most + 1, 4096)];
        var (length, line) = (0, 0);
        while (reader.Read(text, length, text.Length - length) is > 0 and var read)
        {
            var end = text.AsSpan(length, read).LastIndexOf('\n');
            line = end < 0 ? line + read : read - end - 1;
            if (line > mostInLine)
            {
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{source} has a row of more than {mostInLine:N0} characters, the most that is read; give a table in rows."));
            }

            length += read;
            if (length > most)
            {
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{source} is longer than {most:N0} characters, the most that is read; give a shorter file."));
            }

            if (length == text.Length)
                Array.Resize(ref text, Math.Min(most + 1, 2 * text.Length));
        }

        return new string(text, 0, length);
    }
}
