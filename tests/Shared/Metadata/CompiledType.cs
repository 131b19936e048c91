namespace DualScale.Tests.Metadata;

/// <summary>An outermost type as the compiler left it, with all that is nested in it.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="File">Its source file, below the project's folder.</param>
/// <param name="Types">Full names of the types that signatures, bodies, locals and attributes name.</param>
/// <param name="Calls">Members that bodies name, as <c>Namespace.Type.Member</c>.</param>
public sealed record CompiledType(string Name, string File, IReadOnlySet<string> Types, IReadOnlySet<string> Calls)
{
    /// <summary>The folder of the source file, empty for the project's own.</summary>
    public string Folder { get; } = Path.GetDirectoryName(File)!.Replace('\\', '/');
}
