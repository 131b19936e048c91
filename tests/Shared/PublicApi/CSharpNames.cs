using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DualScale.Tests.PublicApi;

/// <summary>Types and values as C# writes them.</summary>
internal static class CSharpNames
{
    private static readonly Dictionary<Type, string> Keywords = new (Type Type, string Name)[]
    {
        (typeof(void), "void"), (typeof(bool), "bool"), (typeof(char), "char"), (typeof(string), "string"),
        (typeof(byte), "byte"), (typeof(sbyte), "sbyte"), (typeof(short), "short"), (typeof(ushort), "ushort"),
        (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"), (typeof(ulong), "ulong"),
        (typeof(float), "float"), (typeof(double), "double"), (typeof(decimal), "decimal"),
        (typeof(nint), "nint"), (typeof(nuint), "nuint"), (typeof(object), "object"),
    }.ToDictionary(keyword => keyword.Type, keyword => keyword.Name);

    /// <summary>A type without its annotations.</summary>
    public static string Of(Type type) => Of(type, null, new Queue<string?>());

    /// <summary>A type with its nullable annotations and the names of tuple elements.</summary>
    /// <param name="type">The type.</param>
    /// <param name="nullability">What is known of its annotations.</param>
    /// <param name="source">The parameter, property or field whose type it is, which carries the tuple names.</param>
    public static string Of(Type type, NullabilityInfo? nullability, ICustomAttributeProvider source)
    {
        var tuple = source.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>()
            .FirstOrDefault();
        return Of(type, nullability, new Queue<string?>(tuple?.TransformNames ?? []));
    }

    /// <summary>A constant, as source code would give it.</summary>
    public static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        char character => $"'{character}'",
        double.NaN => "double.NaN",
        float.NaN => "float.NaN",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named =>
            $"{Of(named)}.{Enum.ToObject(named, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Of(Type type, NullabilityInfo? nullability, Queue<string?> names)
    {
        var mark = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsByRef)
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability, names);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying, nullability?.GenericTypeArguments is [var inner] ? inner : null, names) + "?";
        if (type.IsArray)
        {
            var commas = new string(',', type.GetArrayRank() - 1);
            return $"{Of(type.GetElementType()!, nullability?.ElementType, names)}[{commas}]{mark}";
        }

        if (type.IsPointer)
            return $"{Of(type.GetElementType()!, null, names)}*";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword + mark;
        if (type.IsGenericParameter)
            return type.Name + mark;
        var arguments = type.GetGenericArguments();
        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType && arguments.Length > 0)
        {
            string?[] elements = [.. arguments.Select(_ => names.TryDequeue(out var name) ? name : null)];
            var parts = arguments.Select((argument, i) => $"{Argument(argument, i)} {elements[i]}".TrimEnd());
            return $"({string.Join(", ", parts)})";
        }

        var outer = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        var path = type.IsNested ? $"{Of(type.DeclaringType!)}." : "";
        var list = string.Join(", ", arguments.Skip(outer).Select((argument, i) => Argument(argument, outer + i)));
        return path + type.Name.Split('`')[0] + (list.Length > 0 ? $"<{list}>" : "") + mark;

        string Argument(Type argument, int i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i), names);
    }
}
