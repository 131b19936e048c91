using System.Diagnostics;

namespace DualScale.Cli.Tests;

/// <summary>What a shell is told that a word may become.</summary>
[Collection("console")]
public sealed class CompletionTests
{
    [Theory]
    [InlineData("tr", "train")]
    [InlineData("list", "list")]
    [InlineData("list ", "data models presets samplers")]
    [InlineData("completion ", "bash fish pwsh zsh")]
    [InlineData("reproduce d", "dual-expert dual-scale")]
    [InlineData("reproduce all --data circle,di", "circle,dino")]
    [InlineData("train --mo", "--model")]
    [InlineData("train --set training.steps=3 --mo", "--model")]
    [InlineData("report runs/a --js", "--json")]
    [InlineData("train --model ", "baseline dual-expert dual-scale grid scale-space")]
    [InlineData("train --model=dual-s", "--model=dual-scale")]
    [InlineData("train --preset ", "default paper quick")]
    [InlineData("train --weighting i", "improved")]
    [InlineData("train --data mo", "moons")]
    [InlineData("sample runs/a --sampler ddi", "ddim")]
    [InlineData("train --set training.st", "training.steps=")]
    [InlineData("train --set model.weighting=", "model.weighting=adaptive model.weighting=fixed model.weighting=improved")]
    [InlineData("train --set=model.grid.enabled=t", "--set=model.grid.enabled=true")]
    [InlineData("train --set training.steps=", "")]
    [InlineData("sample ", "")]
    public void Words_are_completed_with_the_names_that_go_there(string line, string candidates)
    {
        Assert.Equal(candidates, Suggest(line.Length, line));
        Assert.Equal(candidates, Suggest(line.Length, line + "-and-more --quiet"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Each_shell_has_a_script_that_asks_the_program(string shell)
    {
        var (code, script, error) = ConsoleRun.Invoke("completion", shell);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"dualscale completion {shell}", script);
        Assert.Contains("[suggest:", script);
        Assert.Equal(script, ConsoleRun.Json("completion", shell)["script"]!.ToString());
    }

    [ShellTheory("bash")]
    [InlineData("dualscale tr", "train")]
    [InlineData("dualscale train --data points.csv --model ", "baseline dual-expert dual-scale grid scale-space")]
    [InlineData("dualscale sample runs/a --sampler=gr", "grid")]
    [InlineData("dualscale train --set model.weighting=imp", "improved")]
    [InlineData("dualscale reproduce --quick --data dino,moo", "dino,moons")]
    [InlineData("dualscale sample runs/", "")]
    public void Script_completes_a_command_line_in_bash(string line, string candidates)
    {
        // What bash does on Tab: it sets the line and calls the function that the script has registered.
        const string Ask = """
            dualscale() { dotnet "$PROGRAM" "$@"; }
            eval "$(dualscale completion bash)"
            COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
            [[ $(complete -p dualscale) == *' -F '* ]] && _dualscale dualscale "" "" && echo "${COMPREPLY[*]}"
            """;
        var start = new ProcessStartInfo("bash", ["--norc", "-c", Ask]) { RedirectStandardOutput = true };
        start.Environment["PROGRAM"] = typeof(Application).Assembly.Location;
        start.Environment["LINE"] = line;
        using var bash = Process.Start(start)!;
        Assert.Equal(candidates, bash.StandardOutput.ReadToEnd().TrimEnd('\n'));
    }

    private static string Suggest(int position, string line)
    {
        var (code, output, error) = ConsoleRun.Invoke($"[suggest:{position}]", line);
        Assert.Equal((0, ""), (code, error));
        return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
