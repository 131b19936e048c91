using System.Diagnostics;
using System.Runtime.Versioning;
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
        {
            Assert.Contains("No space", Assert.Throws<RunFailedException>(
                () => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[100_000]))).Message);
        }
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
        var gone = new[] { Left("model.safetensors.4711-3.dualscale.tmp"), Left(
            $"model.safetensors.{Environment.ProcessId}-999999.dualscale.tmp"), Left("a.b.csv.1-1.dualscale.tmp") };
        var stay = new[]
        {
            Left("notes.tmp"), Left("draft-1.tmp"), Left("notes.2024-01.tmp"), Left("sales.csv.2024-05.tmp"),
            Left("model.safetensors.4711-3.dualscale.tmp.csv"),
            Left("model.safetensors.4711.dualscale.tmp"),
            Left("model.safetensors.4711-4.dualscale.tmp", DateTime.UtcNow.AddMinutes(1)),
        };
        AtomicFile.DiscardLeftovers(_folder.Path);
        Assert.Equal(stay.Order(), Directory.GetFiles(_folder.Path).Order());
        Assert.All(gone, path => Assert.False(File.Exists(path)));
        AtomicFile.DiscardLeftovers(_folder["none"]);
    }

    [Fact]
    public void File_that_a_living_writer_holds_stays()
    {
        var (content, name) = ("", "");
        AtomicFile.Write(_folder["a.csv"], stream =>
        {
            name = Assert.Single(Directory.GetFiles(_folder.Path));
            stream.WriteByte((byte)'x');
            stream.Flush();
            File.SetLastWriteTimeUtc(name, DateTime.UnixEpoch);
            AtomicFile.DiscardLeftovers(_folder.Path);
            content = string.Join(' ', Directory.GetFiles(_folder.Path));
        });
        Assert.Equal(name, content);
        Assert.Equal("x", File.ReadAllText(_folder["a.csv"]));
        Assert.Equal([_folder["a.csv"]], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("samples.csv", "samples.csv.4711-3.dualscale.tmp")]
    [InlineData("samples.csv", "evaluation.json.4711-3.dualscale.tmp")]
    [InlineData("samples.txt", "samples.txt.4711-3.dualscale.tmp")]
    [InlineData("samples", "samples.4711-3.dualscale.tmp")]
    public void Writing_a_file_or_asking_for_it_sweeps_what_a_killed_process_left_beside_it(string file, string leftover)
    {
        foreach (var (folder, sweep) in new (string, Action<string>)[]
            { ("written", path => AtomicFile.WriteText(path, "new")), ("asked", AtomicFile.DiscardLeftoversOf) })
        {
            Directory.CreateDirectory(_folder[folder]);
            var left = Left($"{folder}/{leftover}");
            string[] others =
                [Left($"{folder}/other.txt.4711-3.dualscale.tmp"),
                    Left($"{folder}/{file}.4711-4.dualscale.tmp", DateTime.UtcNow.AddMinutes(1))];
            sweep(_folder[$"{folder}/{file}"]);
            Assert.False(File.Exists(left));
            Assert.All(others, path => Assert.True(File.Exists(path)));
        }
    }

    [UnixTheory]
    [InlineData("folder/target.csv", true)]
    [InlineData("folder/target.csv", false)]
    [InlineData("folder/next", true)]
    public void Link_stays_a_link_and_its_target_is_written(string leadsTo, bool relative)
    {
        Directory.CreateDirectory(_folder["folder"]);
        File.WriteAllText(_folder["folder/target.csv"], "old");
        File.CreateSymbolicLink(_folder["folder/next"], "target.csv");
        File.CreateSymbolicLink(_folder["link.csv"], relative ? leadsTo : _folder[leadsTo]);
        AtomicFile.WriteText(_folder["link.csv"], "new");
        Assert.Equal(relative ? leadsTo : _folder[leadsTo], new FileInfo(_folder["link.csv"]).LinkTarget);
        Assert.Equal("target.csv", new FileInfo(_folder["folder/next"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_folder["folder/target.csv"]));
        Assert.Equal(2, Directory.GetFiles(_folder["folder"]).Length);
    }

    [UnixFact]
    public void Link_to_nothing_makes_the_file_and_link_to_itself_or_to_no_folder_is_refused()
    {
        File.CreateSymbolicLink(_folder["new"], "made.csv");
        AtomicFile.WriteText(_folder["new"], "x");
        Assert.Equal(("made.csv", "x"), (new FileInfo(_folder["new"]).LinkTarget, File.ReadAllText(_folder["made.csv"])));
        File.CreateSymbolicLink(_folder["self"], "self");
        File.CreateSymbolicLink(_folder["lost"], "no/such/folder.csv");
        foreach (var name in new[] { "self", "lost" })
            Assert.Contains(name, Assert.Throws<InvalidInputException>(() => AtomicFile.WriteText(_folder[name], "x")).Message);
        File.CreateSymbolicLink(_folder["null"], "/dev/null");
        AtomicFile.WriteText(_folder["null"], "x");
        Assert.Equal("/dev/null", new FileInfo(_folder["null"]).LinkTarget);
    }

    [UnixTheory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite
        | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)]
    public void Mode_is_kept_and_nobody_else_reads_on_the_way(UnixFileMode mode)
    {
        File.WriteAllText(_folder["a.csv"], "old");
        File.SetUnixFileMode(_folder["a.csv"], mode);
        var onTheWay = UnixFileMode.None;
        AtomicFile.Write(
            _folder["a.csv"], _ => onTheWay = new FileInfo(Directory.GetFiles(_folder.Path, "*.tmp")[0]).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, onTheWay);
        Assert.Equal(mode, File.GetUnixFileMode(_folder["a.csv"]));
    }

    [Fact]
    public void Owner_is_kept_where_it_may_be_given()
    {
        // Only root may give a file away.
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return;
        File.WriteAllText(_folder["a.csv"], "old");
        Run("chown", "4711:4712", _folder["a.csv"]);
        Run("chmod", "640", _folder["a.csv"]);
        AtomicFile.WriteText(_folder["a.csv"], "new");
        Assert.Equal("4711 4712 640\n", Run("stat", "-c", "%u %g %a", _folder["a.csv"]));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    // Written before this process began, unless said otherwise.
    private string Left(string name, DateTime? at = null)
    {
        File.WriteAllText(_folder[name], "");
        File.SetLastWriteTimeUtc(_folder[name], at ?? DateTime.UnixEpoch);
        return _folder[name];
    }
}
