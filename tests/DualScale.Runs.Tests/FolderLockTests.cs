namespace DualScale.Runs.Tests;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_has_one_holder_at_a_time()
    {
        using (FolderLock.Take(_folder["work"]))
        {
            Assert.Null(FolderLock.TryTake(_folder["work"]));
            Assert.Contains("Another process is at work", Assert.Throws<InvalidInputException>(() => FolderLock.Take(_folder["work"])).Message);
            using var other = FolderLock.TryTake(_folder["work"], ".other");
            Assert.NotNull(other);
        }

        using var again = FolderLock.TryTake(_folder["work"]);
        Assert.NotNull(again);
    }

    [Fact]
    public void File_in_the_folder_s_place_is_no_holder()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Contains("Cannot make the folder", Assert.Throws<InvalidInputException>(() => FolderLock.TryTake(_folder["file"])).Message);
    }
}
