using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DualScale.Tests.Metadata;

namespace DualScale.Tests.PublicApi;

/// <summary>Which exceptions a method creates, itself or through methods of its own type that others cannot see.</summary>
internal static class Throws
{
    public static bool Creates(MethodBase method, Type exception) => Creates(method, exception, []);

    private static bool Creates(MethodBase method, Type exception, HashSet<MethodBase> seen)
    {
        if (!seen.Add(method) || method.GetMethodBody()?.GetILAsByteArray() is not { } body)
            return false;
        var named = Instructions.Tokens(body)
            .Where(token =>
                token.Kind is HandleKind.MethodDefinition or HandleKind.MemberReference or HandleKind.MethodSpecification)
            .Select(token => Resolve(method, MetadataTokens.GetToken(token))).OfType<MethodBase>();
        return named.Any(called =>
            (called.IsConstructor && called.DeclaringType == exception) ||
            (!called.IsPublic && Outermost(called.DeclaringType) == Outermost(method.DeclaringType) &&
                Creates(called, exception, seen)));
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, method.DeclaringType!.GetGenericArguments(), ofMethod) as MethodBase;
    }

    private static Type? Outermost(Type? type) => type?.DeclaringType is { } outer ? Outermost(outer) : type;
}
