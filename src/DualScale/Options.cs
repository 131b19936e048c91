using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace DualScale;

/// <summary>Checks records of options by the ranges that stand on them.</summary>
public static class Options
{
    /// <summary>
    /// Checks every number that has an <see cref="OptionRangeAttribute"/>, here and in groups of options below, and that every
    /// enumeration has a defined value.
    /// </summary>
    /// <param name="options">The record.</param>
    /// <param name="section">Where its settings stand in a configuration, such as <c>model</c>.</param>
    /// <exception cref="InvalidInputException">One is outside its range; the message names setting, value and range.</exception>
    public static void Validate(object options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(options);
            if (property.GetCustomAttribute<OptionRangeAttribute>() is { } range &&
                !range.Holds(ToDouble(value)))
                throw new InvalidInputException(
                    string.Create(CultureInfo.InvariantCulture, $"{section}.{NameOf(property)} is {value}; give {range}."));
            if (value is not null &&
                property.PropertyType.GetProperties().Any(below => below.IsDefined(typeof(OptionRangeAttribute))))
                Validate(value, section);
            if (value is Enum && !Enum.IsDefined(value.GetType(), value))
            {
                throw new InvalidInputException(
                    $"{section}.{NameOf(property)} is {value}; choose from {string.Join(", ", NamesOf(value.GetType()))}.");
            }
        }
    }

    /// <summary>
    /// The names that a setting can choose from, or true and false; none for a number or a text, or where there is no such
    /// setting.
    /// </summary>
    /// <param name="options">The type of the record.</param>
    /// <param name="name">The setting's name.</param>
    public static IReadOnlyList<string> Choices(Type options, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        var type = options.GetProperties().FirstOrDefault(property => NameOf(property) == name)?.PropertyType;
        return type == typeof(bool) ? ["true", "false"] : type is { IsEnum: true } ? NamesOf(type) : [];
    }

    /// <summary>The name of an enumeration's value as a setting, such as <c>log-uniform</c>.</summary>
    /// <param name="value">The value.</param>
    public static string NameOf<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The name of a property as a setting, such as <c>hidden-width</c>.</summary>
    /// <param name="property">The property.</param>
    public static string NameOf(MemberInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
    }

    // A single stands for the number that it is written as: 1e-6f is a little less than 1e-6.
    private static double ToDouble(object? value) => value is float single
        ? double.Parse(single.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string[] NamesOf(Type enumeration) =>
        [.. Enum.GetNames(enumeration).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
}
