namespace DualScale.Tables;

/// <summary>Encodings in words.</summary>
public static class TextEncodingWords
{
    /// <summary>What people call it.</summary>
    /// <param name="encoding">The encoding.</param>
    public static string Words(this TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf8Mark => "UTF-8 behind a mark",
        TextEncoding.Utf16 => "UTF-16",
        TextEncoding.Windows1252 => "Windows-1252",
        _ => "UTF-8",
    };
}
