using System.Reflection;

namespace DualScale.Tests.PublicApi;

/// <summary>The name of a method in an XML documentation file.</summary>
internal static class DocumentationId
{
    public static string Of(MethodBase method)
    {
        var name = method.IsConstructor ? "#ctor" : method.Name;
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var parameters = string.Join(',', method.GetParameters().Select(parameter => Of(parameter.ParameterType)));
        return $"M:{Path(method.DeclaringType!)}.{name}{arity}{(parameters.Length > 0 ? $"({parameters})" : "")}";
    }

    public static string Of(Type type)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!) + "@";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        if (type.IsArray)
        {
            var bounds = type.GetArrayRank() == 1 ? "" : string.Join(',', Enumerable.Repeat("0:", type.GetArrayRank()));
            return $"{Of(type.GetElementType()!)}[{bounds}]";
        }

        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (!type.IsGenericType)
            return Path(type);
        var arguments = string.Join(',', type.GetGenericArguments().Select(Of));
        return $"{Path(type.GetGenericTypeDefinition()).Split('`')[0]}{{{arguments}}}";
    }

    private static string Path(Type type) => type.FullName!.Replace('+', '.');
}
