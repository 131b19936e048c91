using System.Reflection;
using System.Xml.Linq;

namespace DualScale.Tests.PublicApi;

/// <summary>The XML documentation beside an assembly, compared with its public methods.</summary>
public static class Documentation
{
    /// <summary>Parameters of public methods and constructors without a description.</summary>
    /// <param name="assembly">The assembly, whose documentation file lies beside it.</param>
    public static IEnumerable<string> MissingParameters(Assembly assembly)
    {
        var entries = Entries(assembly);
        return from method in Methods(assembly)
               where !Inherits(entries.GetValueOrDefault(DocumentationId.Of(method)), "param")
               from parameter in method.GetParameters()
               where !Describes(entries, method, parameter.Name!)
               select $"{DocumentationId.Of(method)} does not describe {parameter.Name}";
    }

    /// <summary>Public methods that create an exception which their documentation does not name.</summary>
    /// <param name="assembly">The assembly, whose documentation file lies beside it.</param>
    /// <param name="exception">The exception.</param>
    public static IEnumerable<string> MissingExceptions(Assembly assembly, Type exception)
    {
        var entries = Entries(assembly);
        return from method in Methods(assembly)
               where Throws.Creates(method, exception)
               let entry = entries.GetValueOrDefault(DocumentationId.Of(method))
               where !Inherits(entry, "exception")
               where entry?.Elements("exception")
                   .Any(element => element.Attribute("cref")?.Value == $"T:{exception.FullName}") != true
               select $"{DocumentationId.Of(method)} does not say when it throws {exception.Name}";
    }

    private static Dictionary<string, XElement> Entries(Assembly assembly) => XDocument
        .Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    // What an operator takes is plain from its sign.
    private static IEnumerable<MethodBase> Methods(Assembly assembly) =>
        PublicMembers.Types(assembly).Where(type => !PublicMembers.IsDelegate(type)).SelectMany(PublicMembers.Of)
            .OfType<MethodBase>()
            .Where(method => !method.IsSpecialName || method.IsConstructor);

    // The parameters of a primary constructor may be described at the type.
    private static bool Describes(Dictionary<string, XElement> entries, MethodBase method, string parameter)
    {
        IEnumerable<string> places = method.IsConstructor
            ? [DocumentationId.Of(method), $"T:{method.DeclaringType!.FullName!.Replace('+', '.')}"]
            : [DocumentationId.Of(method)];
        return places.Select(entries.GetValueOrDefault).OfType<XElement>().SelectMany(entry => entry.Elements("param"))
            .Any(element => element.Attribute("name")?.Value == parameter && !string.IsNullOrWhiteSpace(element.Value));
    }

    private static bool Inherits(XElement? entry, string element) => entry?.Elements("inheritdoc")
        .Any(inherited => inherited.Attribute("path") is null ||
            inherited.Attribute("path")!.Value.Contains(element, StringComparison.Ordinal)) == true;
}
