using System.Reflection;
using System.Runtime.CompilerServices;

namespace DualScale.Tests.PublicApi;

/// <summary>What of an assembly others can see: its public types, and their public and protected members.</summary>
internal static class PublicMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>Members in the order of their kinds; what a record or an enum gets from the compiler is left out.</summary>
    public static IEnumerable<MemberInfo> Of(Type type)
    {
        var members = type.GetFields(Declared).Where(IsVisible).Cast<MemberInfo>()
            .Concat(type.GetConstructors(Declared).Where(IsVisible))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)))
            .Concat(type.GetEvents(Declared).Where(happening => IsVisible(happening.AddMethod!)))
            .Concat(type.GetMethods(Declared).Where(method =>
                IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))));
        return members.Where(member => !IsGenerated(member));
    }

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    public static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    /// <summary>The parameters of a delegate's calls are its own.</summary>
    public static bool IsDelegate(Type type) => type.IsAssignableTo(typeof(Delegate));

    private static bool IsVisible(FieldInfo field) =>
        (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName;

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || (member.DeclaringType!.IsEnum && member is not FieldInfo);
}
