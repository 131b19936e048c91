namespace DualScale.Tests.Metadata;

/// <summary>One type a file, named after it.</summary>
public static class SourceFiles
{
    /// <summary>Files with more than one outermost type, or with one of another name.</summary>
    public static IEnumerable<string> Crowded(IReadOnlyList<CompiledType> types) =>
        from file in types.GroupBy(type => type.File)
        let names = file.Select(type => type.Name.Split('.')[^1].Split('`')[0]).Distinct().ToArray()
        where names.Length > 1 || names[0] != Path.GetFileNameWithoutExtension(file.Key)
        select $"{file.Key} holds {string.Join(", ", names)}";
}
