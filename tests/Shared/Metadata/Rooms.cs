namespace DualScale.Tests.Metadata;

/// <summary>Which folders of a project may use which: a table that compiled types are held against.</summary>
/// <param name="allowed">
/// The rooms, each with those that it may use. A room is a folder with all below it that are no rooms themselves, or a file; ""
/// is the project's own folder, with the files in it only.
/// </param>
public sealed class Rooms(IReadOnlyDictionary<string, string[]> allowed)
{
    /// <summary>Uses that the table does not allow.</summary>
    public IEnumerable<string> Violations(IReadOnlyList<CompiledType> types)
    {
        var rooms = types.ToDictionary(type => type.Name, RoomOf);
        return from type in types
               from used in type.Types
               where rooms.ContainsKey(used)
               let pair = (From: rooms[type.Name], To: rooms[used])
               where pair.From is not null && pair.To is not null && pair.From != pair.To && !allowed[pair.From].Contains(pair.To)
               select $"{Named(pair.From)} may not use {Named(pair.To)}: {type.File} uses {used}";
    }

    /// <summary>Folders of types that belong to no room, and rooms without a type.</summary>
    public IEnumerable<string> Uncovered(IReadOnlyList<CompiledType> types) => types
        .Where(type => RoomOf(type) is null).Select(type => $"{type.File} is in no room")
        .Concat(allowed.Keys.Except(types.Select(RoomOf)).Select(room => $"{Named(room!)} has no type"))
        .Distinct();

    /// <summary>Rooms that use each other, directly or round a circle, by the table.</summary>
    public string[] Circles()
    {
        // Takes off the lowest floor as long as there is one.
        var left = allowed.Keys.ToArray();
        for (var more = true; more;)
        {
            var above = left.Where(room => allowed[room].Any(left.Contains)).ToArray();
            (more, left) = (above.Length < left.Length, above);
        }

        return left;
    }

    private static string Named(string room) => room.Length == 0 ? "the project's own folder" : room;

    private string? RoomOf(CompiledType type) => allowed.Keys
        .Where(room => type.File == room || type.Folder == room ||
            (room.Length > 0 && type.Folder.StartsWith(room + "/", StringComparison.Ordinal)))
        .MaxBy(room => room.Length);
}
