using System.Reflection;
using System.Runtime.CompilerServices;
using DualScale.Diffusion;

namespace DualScale.Tests;

/// <summary>Whoever leaves out what a public method needs is told so.</summary>
public sealed class NullArgumentTests
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Fact]
    public void Arguments_that_are_missing_are_no_null_references_deep_below()
    {
        var faults = new List<string>();
        var asked = 0;
        foreach (var type in typeof(DiffusionModel).Assembly.GetExportedTypes()
            .Where(type => !type.ContainsGenericParameters))
        {
            var instance = Instance(type);
            foreach (var method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)))
            {
                var needed = method.GetParameters().Where(IsNeeded).Select(parameter => parameter.Name).ToArray();
                if (needed.Length == 0 || method.ContainsGenericParameters ||
                    method.IsDefined(typeof(CompilerGeneratedAttribute)) ||
                    method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike) ||
                    (instance is null && !method.IsStatic && !method.IsConstructor) || IsRecordOf(type, method))
                    continue;
                asked++;
                if (Thrown(method, instance) is not (null or ArgumentException))
                    faults.Add($"{type.Name}.{method.Name}({string.Join(", ", needed)})");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.InRange(asked, 100, 10_000);
    }

    // A record's own members, and what only its parameters make.
    private static bool IsRecordOf(Type type, MethodBase method) =>
        method.IsConstructor && type.GetMethod("<Clone>$", Own) is not null || type.IsValueType;

    private static bool IsNeeded(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType && !parameter.ParameterType.IsByRef && !parameter.HasDefaultValue &&
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static object? Instance(Type type)
    {
        var constructor = type.IsAbstract ? null
            : type.GetConstructors().FirstOrDefault(one => one.GetParameters().All(parameter => parameter.HasDefaultValue));
        return constructor?.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    private static Exception? Thrown(MethodBase method, object? instance)
    {
        object?[] arguments = [.. method.GetParameters().Select(parameter => parameter.ParameterType is { IsValueType: true } type
            ? Activator.CreateInstance(type) : null)];
        try
        {
            _ = method is ConstructorInfo constructor ? constructor.Invoke(arguments) : method.Invoke(instance, arguments);
            return null;
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException;
        }
    }
}
