using DualScale.Interchange;

namespace DualScale.Tests.Interchange;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Failing_write_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.WriteText(_folder["a.txt"], "old");
        Assert.Throws<RunFailedException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Fault_of_the_content_is_reported_as_it_is()
    {
        Assert.Throws<ArgumentException>(() => AtomicFile.Write(_folder["a.txt"], _ => throw new ArgumentException("bad row")));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Folder_empty_name_and_missing_folder_are_refused()
    {
        Directory.CreateDirectory(_folder["d"]);
        foreach (var path in new[] { _folder["d"], "", _folder["none/a.txt"], "a\0b" })
            Assert.Throws<InvalidInputException>(() => AtomicFile.WriteText(path, "x"));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [UnixFact]
    public void Device_is_written_to_and_stays_a_device()
    {
        AtomicFile.WriteText("/dev/null", "x");
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        if (OperatingSystem.IsLinux())
            Assert.Contains("No space", Assert.Throws<RunFailedException>(() => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[100_000]))).Message);
    }

    [Fact]
    public void Writers_of_one_file_do_not_meet()
    {
        Parallel.For(0, 64, i => AtomicFile.WriteText(_folder["a.txt"], new string((char)('a' + i % 26), 5000)));
        Assert.Single(File.ReadAllText(_folder["a.txt"]).Distinct());
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Leftovers_of_a_killed_writer_go_and_files_of_others_stay()
    {
        File.WriteAllText(_folder["model.safetensors.4711-3.tmp"], "");
        File.WriteAllText(_folder["notes.tmp"], "");
        File.WriteAllText(_folder["draft-1.tmp"], "");
        AtomicFile.DiscardLeftovers(_folder.Path);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        Assert.False(File.Exists(_folder["model.safetensors.4711-3.tmp"]));
    }
}
