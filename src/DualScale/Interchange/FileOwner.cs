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
        // The layout of statx is the same on every processor, unlike that of stat.
        const int CurrentFolder = -100, Wanted = 0x18, Size = 256, User = 20, Group = 24;
        if (!OperatingSystem.IsLinux())
            return null;
        var answer = new byte[Size];
        try
        {
            return Statx(CurrentFolder, path, 0, Wanted, answer) == 0
                ? new FileOwner(BitConverter.ToUInt32(answer, User), BitConverter.ToUInt32(answer, Group))
                : null;
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
