using System.Runtime.InteropServices;

namespace DualScale.Interchange;

/// <summary>The user and the group that a file belongs to, where the system tells and takes them: on Linux.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Group">The group's number.</param>
internal readonly partial record struct FileOwner(uint User, uint Group)
{
    private const uint Unchanged = uint.MaxValue;

    /// <summary>The owner of a file; null where there is none to be known.</summary>
    public static FileOwner? Of(string path)
    {
        const int User = 20, Group = 24;
        return Ask(path) is { } answer
            ? new FileOwner(BitConverter.ToUInt32(answer, User), BitConverter.ToUInt32(answer, Group)) : null;
    }

    /// <summary>Whether there is something at a path that is neither file nor folder, such as a named pipe.</summary>
    public static bool IsSpecial(string path)
    {
        const int Mode = 28, Kinds = 0xF000, File = 0x8000, Folder = 0x4000;
        return Ask(path) is { } answer && (BitConverter.ToUInt16(answer, Mode) & Kinds) is not (File or Folder);
    }

    // The layout of statx is the same on every processor, unlike that of stat.
    private static byte[]? Ask(string path)
    {
        const int CurrentFolder = -100, Wanted = 0x19, Size = 256;
        if (!OperatingSystem.IsLinux())
            return null;
        var answer = new byte[Size];
        try
        {
            return Statx(CurrentFolder, path, 0, Wanted, answer) == 0 ? answer : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Gives a file to this owner, or only to the group where no more is permitted; leaves it as it is where nothing is.
    /// </summary>
    public void ApplyTo(string path)
    {
        if (Of(path) is { } now && now != this && ChangeOwner(path, User, Group) != 0)
            _ = ChangeOwner(path, Unchanged, Group);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, byte[] answer);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
