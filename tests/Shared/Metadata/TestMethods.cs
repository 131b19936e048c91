using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace DualScale.Tests.Metadata;

/// <summary>The tests of an assembly, as they were compiled.</summary>
public static class TestMethods
{
    /// <summary>Tests that reach no assertion, themselves or through other methods of their assembly.</summary>
    /// <param name="assembly">The tests.</param>
    public static IEnumerable<string> WithoutAssertion(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FactAttribute))
        where !Reaches(method, IsAssertion, [])
        select $"{type.FullName}.{method.Name} asserts nothing";

    /// <summary>Tests that ask for the operating system, where an attribute should skip them.</summary>
    /// <param name="assembly">The tests.</param>
    public static IEnumerable<string> ThatReturnEarly(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FactAttribute))
        where Named(method).Any(called => called.DeclaringType == typeof(OperatingSystem) && called.Name == "IsWindows")
        select $"{type.FullName}.{method.Name} returns early on Windows in place of being skipped";

    private static bool IsAssertion(MethodBase method) =>
        method.DeclaringType?.Namespace is "Xunit" or "FsCheck" or "FsCheck.Fluent";

    private static bool Reaches(MethodBase method, Func<MethodBase, bool> wanted, HashSet<MethodBase> seen) =>
        seen.Add(method) && Named(method).Any(called =>
            wanted(called) || (called.Module.Assembly == method.Module.Assembly && Reaches(called, wanted, seen)));

    // What the body names; that of an iterator or of an asynchronous method is in the machine that the compiler makes of it.
    private static IEnumerable<MethodBase> Named(MethodBase method)
    {
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
            return Named(machine.StateMachineType.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Instance)!);
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return Instructions.Tokens(method.GetMethodBody()?.GetILAsByteArray() ?? [])
            .Where(token =>
                token.Kind is HandleKind.MethodDefinition or HandleKind.MemberReference or HandleKind.MethodSpecification)
            .Select(token => MetadataTokens.GetToken(token))
            .Select(token => method.Module.ResolveMember(token, method.DeclaringType!.GetGenericArguments(), ofMethod))
            .OfType<MethodBase>();
    }
}
