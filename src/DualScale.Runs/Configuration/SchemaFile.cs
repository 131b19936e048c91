using System.Text.Json.Nodes;
using DualScale.Tables;

namespace DualScale.Runs.Configuration;

/// <summary>Schemas as YAML files, to be edited.</summary>
public static class SchemaFile
{
    /// <summary>The most characters that a file may have: there may be many levels.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Writes a schema, whole or not at all.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Write(Schema schema, string path) => YamlFile.Write(SchemaJson.Write(schema), path);

    /// <summary>
    /// Reads a schema. All values are texts until their option says what they are, so a level can be 1 or true.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, has an unknown option, or one is outside its
    /// range.</exception>
    public static Schema Read(string path)
    {
        var schema = ReadWritten(path);
        foreach (var column in schema.Columns)
        {
            if (column.Kind is DateKind dates && dates.Mistake() is { } mistake)
            {
                throw new InvalidInputException(
                    $"{path}, column '{CellText.Shorten(column.Name)}': '{CellText.Shorten(dates.Format)}' {mistake}.");
            }
        }

        return schema;
    }

    /// <summary>The schema that a run was trained with, whatever it says.</summary>
    internal static Schema ReadWritten(string path) =>
        SchemaJson.Read(YamlFile.Read(path, text => JsonValue.Create(text), MaxLength), path);
}
