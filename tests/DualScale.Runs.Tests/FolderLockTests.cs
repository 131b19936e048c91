namespace DualScale.Runs.Tests;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Held_folder_is_refused_until_it_is_let_go()
    {
        using (FolderLock.Take(_folder["run"]))
        {
            var refused = Assert.Throws<InvalidInputException>(() => FolderLock.Take(_folder["run"]));
            Assert.Contains("Another process is at work", refused.Message);
            Assert.Null(FolderLock.TryTake(_folder["run"]));
            using var other = FolderLock.Take(_folder["other"]);
            using var second = FolderLock.TryTake(_folder["run"], ".second");
            Assert.NotNull(second);
        }

        using var again = FolderLock.Take(_folder["run"]);
    }

    [Fact]
    public void Lock_leaves_nothing_but_what_was_written_under_it()
    {
        using (FolderLock.Take(_folder["runs/deep/unused"]))
        {
        }

        using (FolderLock.Take(_folder["runs/deep/used"]))
            File.WriteAllText(_folder["runs/deep/used/model"], "");
        Assert.Equal([_folder["runs/deep/used/model"]], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal([_folder["runs/deep/used"]], Directory.GetDirectories(_folder["runs/deep"]));
    }

    [Fact]
    public void Folder_that_was_there_stays_though_it_is_empty()
    {
        Directory.CreateDirectory(_folder["mine"]);
        FolderLock.Take(_folder["mine"]).Dispose();
        Assert.True(Directory.Exists(_folder["mine"]));
    }

    [Fact]
    public void File_left_by_a_killed_process_locks_nothing_and_goes()
    {
        File.WriteAllText(_folder[".lock"], "");
        FolderLock.Take(_folder.Path).Dispose();
        Assert.False(File.Exists(_folder[".lock"]));
    }

    [Fact]
    public void Only_one_of_many_threads_holds_it_at_a_time()
    {
        var (holders, taken) = (0, 0);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                using var held = FolderLock.Take(_folder["run"]);
                Assert.Equal(1, Interlocked.Increment(ref holders));
                Interlocked.Increment(ref taken);
                Interlocked.Decrement(ref holders);
            }
            catch (InvalidInputException)
            {
                // Another has it.
            }
        });
        Assert.InRange(taken, 1, 400);
    }

    [Fact]
    public void Path_of_a_file_is_refused_as_a_folder()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Contains(
            "Cannot make the folder", Assert.Throws<InvalidInputException>(() => FolderLock.Take(_folder["file/run"])).Message);
        Assert.Contains(
            "Cannot make the folder", Assert.Throws<InvalidInputException>(() => FolderLock.Take(_folder["file"])).Message);
    }
}
