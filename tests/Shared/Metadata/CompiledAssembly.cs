using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DualScale.Tests.Metadata;

/// <summary>
/// The types of a project as the compiler left them, each with its source file and all that it names. Constants and
/// <c>nameof</c> leave no trace in a compiled type and are not seen.
/// </summary>
public sealed class CompiledAssembly
{
    // "C# compiler, portable PDB: the documents of a type that has no body".
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly MetadataReader _types;
    private readonly MetadataReader _symbols;
    private readonly PEReader _file;

    private CompiledAssembly(PEReader file, MetadataReader symbols) =>
        (_file, _types, _symbols) = (file, file.GetMetadataReader(), symbols);

    /// <summary>The types of an assembly beside the tests.</summary>
    /// <param name="name">The assembly's name, which is its project's.</param>
    public static IReadOnlyList<CompiledType> Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name);
        using var file = new PEReader(File.OpenRead($"{path}.dll"));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead($"{path}.pdb"));
        return new CompiledAssembly(file, symbols.GetMetadataReader()).Read();
    }

    /// <summary>The projects and packages that the compiled code refers to.</summary>
    /// <param name="name">The assembly's name.</param>
    public static IReadOnlyList<string> References(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")));
        var reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    private List<CompiledType> Read()
    {
        var types = new List<CompiledType>();
        foreach (var group in _types.TypeDefinitions.GroupBy(handle => TypeNames.Of(_types, handle)))
        {
            // Types without a source file are the compiler's own.
            if (group.Select(SourceOf).FirstOrDefault(file => file is not null) is not { } source)
                continue;
            var (names, calls) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
            foreach (var handle in group)
                Visit(_types.GetTypeDefinition(handle), new TypeNames(names), calls);
            names.Remove(group.Key);
            types.Add(new CompiledType(group.Key, source, names, calls));
        }

        return types;
    }

    private string? SourceOf(TypeDefinitionHandle handle)
    {
        var ofBodies = _types.GetTypeDefinition(handle).GetMethods()
            .Select(method => _symbols.GetMethodDebugInformation(method))
            .SelectMany(
                method => method.Document.IsNil ? method.GetSequencePoints().Select(point => point.Document) : [method.Document]);
        var ofType = _symbols.GetCustomDebugInformation(handle)
            .Select(information => _symbols.GetCustomDebugInformation(information))
            .Where(information => _symbols.GetGuid(information.Kind) == TypeDocuments)
            .Select(information => System.Reflection.Metadata.Ecma335.MetadataTokens.DocumentHandle(
                _symbols.GetBlobReader(information.Value).ReadCompressedInteger()));
        return ofBodies.Concat(ofType).Select(document => BelowProject(_symbols.GetString(_symbols.GetDocument(document).Name)))
            .FirstOrDefault(file => file is not null && !file.StartsWith("obj/", StringComparison.Ordinal));
    }

    // Generated files lie outside the project's folder.
    private string? BelowProject(string document)
    {
        var folder = $"/src/{_types.GetString(_types.GetAssemblyDefinition().Name)}/";
        var path = document.Replace('\\', '/');
        return path.LastIndexOf(folder, StringComparison.Ordinal) is var at and >= 0 ? path[(at + folder.Length)..] : null;
    }

    private void Visit(TypeDefinition type, TypeNames names, SortedSet<string> calls)
    {
        Visit(type.BaseType, names);
        foreach (var implementation in type.GetInterfaceImplementations())
            Visit(_types.GetInterfaceImplementation(implementation).Interface, names);
        Visit(type.GetGenericParameters(), names);
        Visit(type.GetCustomAttributes(), names);
        foreach (var field in type.GetFields().Select(_types.GetFieldDefinition))
        {
            field.DecodeSignature(names, null);
            Visit(field.GetCustomAttributes(), names);
        }

        foreach (var property in type.GetProperties())
            Visit(_types.GetPropertyDefinition(property).GetCustomAttributes(), names);
        foreach (var method in type.GetMethods().Select(_types.GetMethodDefinition))
        {
            method.DecodeSignature(names, null);
            Visit(method.GetGenericParameters(), names);
            Visit(method.GetCustomAttributes(), names);
            foreach (var parameter in method.GetParameters())
                Visit(_types.GetParameter(parameter).GetCustomAttributes(), names);
            if (method.RelativeVirtualAddress != 0)
                Visit(_file.GetMethodBody(method.RelativeVirtualAddress), names, calls);
        }
    }

    private void Visit(MethodBodyBlock body, TypeNames names, SortedSet<string> calls)
    {
        if (!body.LocalSignature.IsNil)
            _types.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        foreach (var region in body.ExceptionRegions)
            Visit(region.CatchType, names);
        foreach (var token in Instructions.Tokens(body.GetILBytes()!))
        {
            Visit(token, names);
            if (MemberName(token) is { } name)
                calls.Add(name);
        }
    }

    private void Visit(EntityHandle handle, TypeNames names)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                names.GetTypeFromDefinition(_types, (TypeDefinitionHandle)handle, 0);
                break;
            case HandleKind.TypeReference:
                names.GetTypeFromReference(_types, (TypeReferenceHandle)handle, 0);
                break;
            case HandleKind.TypeSpecification:
                names.GetTypeFromSpecification(_types, null, (TypeSpecificationHandle)handle, 0);
                break;
            case HandleKind.MethodSpecification:
                var specification = _types.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(names, null);
                Visit(specification.Method, names);
                break;
            case HandleKind.MemberReference:
                var member = _types.GetMemberReference((MemberReferenceHandle)handle);
                Visit(member.Parent, names);
                if (member.GetKind() == MemberReferenceKind.Field)
                    member.DecodeFieldSignature(names, null);
                else
                    member.DecodeMethodSignature(names, null);
                break;
            case HandleKind.MethodDefinition:
                Visit(_types.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType(), names);
                break;
            case HandleKind.FieldDefinition:
                Visit(_types.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType(), names);
                break;
        }
    }

    private void Visit(GenericParameterHandleCollection parameters, TypeNames names)
    {
        foreach (var parameter in parameters.Select(_types.GetGenericParameter))
        {
            foreach (var constraint in parameter.GetConstraints().Select(_types.GetGenericParameterConstraint))
                Visit(constraint.Type, names);
        }
    }

    private void Visit(CustomAttributeHandleCollection attributes, TypeNames names)
    {
        foreach (var attribute in attributes.Select(_types.GetCustomAttribute))
        {
            Visit(attribute.Constructor, names);
            attribute.DecodeValue(names);
        }
    }

    private string? MemberName(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MemberReference:
                var member = _types.GetMemberReference((MemberReferenceHandle)handle);
                return TypeName(member.Parent) is { } type ? $"{type}.{_types.GetString(member.Name)}" : null;
            case HandleKind.MethodDefinition:
                var method = _types.GetMethodDefinition((MethodDefinitionHandle)handle);
                return $"{TypeNames.Of(_types, method.GetDeclaringType())}.{_types.GetString(method.Name)}";
            case HandleKind.MethodSpecification:
                return MemberName(_types.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            default:
                return null;
        }
    }

    private string? TypeName(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition or HandleKind.TypeReference => TypeNames.Of(_types, handle),
        HandleKind.TypeSpecification => _types.GetTypeSpecification((TypeSpecificationHandle)handle)
            .DecodeSignature(new TypeNames(new HashSet<string>()), null),
        _ => null,
    };
}
