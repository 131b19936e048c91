using System.Reflection;
using System.Runtime.CompilerServices;

namespace DualScale.Tests.PublicApi;

/// <summary>The public API of an assembly as text, a line a member.</summary>
internal static class ApiLines
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string[] Of(Assembly assembly) =>
    [
        .. PublicMembers.Types(assembly).SelectMany(type => PublicMembers.IsDelegate(type)
            ? [Delegate(type)]
            : PublicMembers.Of(type).Select(member => $"{FullName(type)}.{Line(member)}").Order(StringComparer.Ordinal)
                .Prepend(Header(type))),
    ];

    private static string FullName(Type type) => $"{type.Namespace}.{CSharpNames.Of(type)}";

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") +
                (type.IsByRefLike ? "ref " : "") + (PublicMembers.IsRecord(type) ? "record struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") +
                (PublicMembers.IsRecord(type) ? "record" : "class"),
        };
        IEnumerable<Type> bases = type.IsEnum ? [Enum.GetUnderlyingType(type)] : type.GetInterfaces()
            .Where(implemented => implemented.IsPublic && !IsImplied(type, implemented));
        if (type.BaseType is { } ancestor && ancestor != typeof(object) && !type.IsValueType)
            bases = bases.Prepend(ancestor);
        var list = string.Join(", ", bases.Select(CSharpNames.Of).Order(StringComparer.Ordinal));
        return $"{FullName(type)}: {kind}{(list.Length > 0 ? $" : {list}" : "")}{Constraints(type.GetGenericArguments())}";
    }

    // A record is equatable to itself, and whoever inherits has what is inherited.
    private static bool IsImplied(Type type, Type implemented) =>
        (PublicMembers.IsRecord(type) && implemented.Name == "IEquatable`1") ||
            type.BaseType?.IsAssignableTo(implemented) == true;

    private static string Delegate(Type type)
    {
        var call = type.GetMethod("Invoke")!;
        return $"{FullName(type)}: delegate {Result(call)}({Parameters(call)})";
    }

    private static string Line(MemberInfo member) => member switch
    {
        FieldInfo { DeclaringType.IsEnum: true } field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue()!)}",
        FieldInfo field =>
            $"{field.Name}: {FieldModifiers(field)}{CSharpNames.Of(field.FieldType, Nullability.Create(field), field)}" +
            (field.IsLiteral ? $" = {CSharpNames.Value(field.GetRawConstantValue(), field.FieldType)}" : ""),
        ConstructorInfo constructor => $"new({Parameters(constructor)}){Protected(constructor)}",
        PropertyInfo property => Property(property),
        EventInfo happening => $"{happening.Name}: event {CSharpNames.Of(happening.EventHandlerType!)}",
        MethodInfo method => $"{method.Name}{Generics(method)}({Parameters(method)}): {Modifiers(method)}{Result(method)}" +
            (method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : ""),
        _ => throw new ArgumentException($"{member} is of no kind known here.", nameof(member)),
    };

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(PublicMembers.IsVisible).ToArray();
        var indices = property.GetIndexParameters();
        var name = indices.Length > 0 ? $"this[{string.Join(", ", indices.Select(Parameter))}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var type = CSharpNames.Of(property.PropertyType, Nullability.Create(property), property);
        var get = accessors.Contains(property.GetMethod) ? " get;" : "";
        var set = !accessors.Contains(property.SetMethod) ? "" : IsInit(property.SetMethod!) ? " init;" : " set;";
        return $"{name}: {Modifiers(accessors[0])}{required}{type} {{{get}{set} }}";
    }

    private static bool IsInit(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string FieldModifiers(FieldInfo field) =>
        field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");

    private static string Modifiers(MethodInfo method)
    {
        var overriding = method.GetBaseDefinition() != method;
        var binding = method switch
        {
            { IsStatic: true } => "static ",
            { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "default ",
            { IsAbstract: true } => "abstract ",
            _ when overriding => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return (method.IsPublic ? "" : "protected ") + binding;
    }

    private static string Protected(MethodBase method) => method.IsPublic ? "" : ": protected";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Constraints(Type[] parameters) => string.Concat(
        from parameter in parameters
        where parameter.IsGenericParameter
        let constraints = Constraint(parameter).ToArray()
        where constraints.Length > 0
        select $" where {parameter.Name} : {string.Join(", ", constraints)}");

    private static IEnumerable<string> Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isValue = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isValue)
            yield return parameter.IsDefined(typeof(IsUnmanagedAttribute)) ? "unmanaged" : "struct";
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            yield return "class";
        foreach (var type in parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)))
            yield return CSharpNames.Of(type);
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isValue)
            yield return "new()";
    }

    private static string Result(MethodInfo method)
    {
        var result = method.ReturnParameter;
        var reference =
            !result.ParameterType.IsByRef ? "" : result.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ";
        return reference + CSharpNames.Of(result.ParameterType, Nullability.Create(result), result);
    }

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) =>
                "params ",
            _ => "",
        };
        var type = CSharpNames.Of(parameter.ParameterType, Nullability.Create(parameter), parameter);
        var value =
            parameter.HasDefaultValue ? $" = {CSharpNames.Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{passing}{type} {parameter.Name}{value}";
    }
}
