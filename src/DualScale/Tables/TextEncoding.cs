using System.Text.Json.Serialization;

namespace DualScale.Tables;

/// <summary>How the letters of a table are written as bytes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TextEncoding>))]
public enum TextEncoding
{
    /// <summary>UTF-8, the default.</summary>
    [JsonStringEnumMemberName("utf-8")]
    Utf8,

    /// <summary>UTF-8 behind the mark U+FEFF, by which spreadsheets know it.</summary>
    [JsonStringEnumMemberName("utf-8-mark")]
    Utf8Mark,

    /// <summary>UTF-16, little-endian, behind the mark U+FEFF.</summary>
    [JsonStringEnumMemberName("utf-16")]
    Utf16,

    /// <summary>Windows-1252, one byte a letter of western Europe; Latin-1 is a part of it.</summary>
    [JsonStringEnumMemberName("windows-1252")]
    Windows1252,
}
