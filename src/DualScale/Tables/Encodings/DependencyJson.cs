using System.Text.Json;
using System.Text.Json.Nodes;

namespace DualScale.Tables;

/// <summary>Dependencies of columns as JSON: the places of both, and pairs of values, null for a blank.</summary>
internal static class DependencyJson
{
    private const string DeterminantKey = "determinant";
    private const string DependentKey = "dependent";
    private const string ValuesKey = "values";
    private const string BlanksVaryKey = "blanks-vary";

    public static JsonArray Write(IEnumerable<ColumnDependency> dependencies) => [.. dependencies.Select(Write)];

    /// <summary>The dependencies of JSON; none where there is no tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="columns">The columns they are of.</param>
    /// <exception cref="JsonException">It is none, a column follows from two or from itself, or a value is none of its
    /// column's.</exception>
    public static IReadOnlyList<ColumnDependency> Read(JsonNode? tree, ColumnEncoding[] columns)
    {
        ColumnDependency[] dependencies = [.. (tree?.AsArray() ?? []).Select(one => ReadOne(one, columns))];
        for (var i = 0; i < dependencies.Length; i++)
        {
            if (dependencies[i..].Any(later => later.Dependent == dependencies[i].Determinant) ||
                dependencies[..i].Any(earlier => earlier.Dependent == dependencies[i].Dependent))
            {
                throw new JsonException("Columns follow from each other in a circle, or one from two.");
            }
        }

        return dependencies;
    }

    private static JsonNode Write(ColumnDependency dependency) => new JsonObject
    {
        [DeterminantKey] = dependency.Determinant,
        [DependentKey] = dependency.Dependent,
        [BlanksVaryKey] = dependency.BlanksVary,
        [ValuesKey] = JsonSerializer.SerializeToNode(
            dependency.Values.Select(pair => new[] { NullOf(pair.Key), NullOf(pair.Value) })),
    };

    private static ColumnDependency ReadOne(JsonNode? tree, ColumnEncoding[] columns)
    {
        var (determinant, dependent) = (Place(DeterminantKey), Place(DependentKey));
        var values = new Dictionary<double, double>();
        foreach (var pair in tree?[ValuesKey].Deserialize<double?[]?[]>() ?? [])
        {
            if (pair is not [var key, var value] || !columns[determinant].Gives(key ?? double.NaN) ||
                !columns[dependent].Gives(value ?? double.NaN) || !values.TryAdd(key ?? double.NaN, value ?? double.NaN))
            {
                throw new JsonException("What a column follows from is damaged.");
            }
        }

        return new ColumnDependency(determinant, dependent, values, tree?[BlanksVaryKey].Deserialize<bool>() ?? false);

        int Place(string key) => tree?[key].Deserialize<int?>() is { } place && place >= 0 && place < columns.Length
            ? place : throw new JsonException("There is no column that another would follow from.");
    }

    private static double? NullOf(double value) => double.IsNaN(value) ? null : value;
}
