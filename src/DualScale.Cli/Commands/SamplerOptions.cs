using System.CommandLine;
using System.Globalization;
using DualScale.Diffusion;
using DualScale.Runs;

namespace DualScale.Cli.Commands;

/// <summary>The options of a command that say how to sample.</summary>
internal sealed class SamplerOptions
{
    private readonly Option<string> _sampler = new("--sampler")
    {
        HelpName = "name",
        CompletionSources = { Candidates.Samplers },
        Description = "The sampler (see 'list samplers'). Default: grid for models with a noise grid, ddpm for other timesteps, dpm++2m for tables that a network sees as more than three columns, angular for other continuous noise levels.",
    };
    private readonly Option<int?> _steps = new("--steps")
    {
        Description = "Levels visited, at most 10,000. Default: all timesteps the model was trained on, or 20 of continuous noise levels, 8 of truncated, 30 of tables with their default sampler.",
    };
    private readonly Option<double?> _eta =
        new("--eta") { Description = "Of ddim and euler-ancestral, the share of fresh noise, 0 to 1. Default: 0 and 1." };
    private readonly Option<double?> _churn =
        new("--churn") { Description = "Of edm-churn, how much noise is renewed over all steps, 0 to 1000. Default: 10." };
    private readonly Option<double?> _churnNoise =
        new("--churn-noise") { Description = "Of edm-churn, the standard deviation of fresh noise, 0.5 to 1.5. Default: 1." };
    private readonly Option<double?> _churnFrom =
        new("--churn-from") { Description = "Of edm-churn, the least σ at which noise is renewed. Default: 0." };
    private readonly Option<double?> _churnTo =
        new("--churn-to") { Description = "Of edm-churn, the largest σ at which noise is renewed. Default: all." };
    private readonly Option<string> _spacing = new("--spacing")
    {
        HelpName = "name",
        CompletionSources = { Candidates.Spacings },
        Description = $"Which levels: {string.Join(", ", Enum.GetValues<LevelSpacing>().Select(value => Options.NameOf(value)))}. Default: even, or for continuous noise levels scales with angular, scales from σ = 0.8 on with truncated, and karras with others.",
    };
    private readonly Option<string> _levels = new("--levels")
    {
        Description = "Levels of your own from much noise to little, such as 99,60,30,10,0, in place of --steps and --spacing.",
    };
    private readonly Option<bool> _clip =
        new("--clip") { Description = "Hold the predicted clean point to the range of the training data." };

    private readonly Option<double> _guidance = new("--guidance")
    {
        Description = "How much more typical of the values given than the data are, 0 to 100; twice the work above 0. Default: 0, the data's own law.",
    };

    /// <summary>Adds the options to a command.</summary>
    public SamplerOptions AddTo(Command command)
    {
        foreach (var option in new Option[]
            { _sampler, _steps, _eta, _churn, _churnNoise, _churnFrom, _churnTo, _spacing, _levels, _clip })
        {
            command.Options.Add(option);
        }

        return this;
    }

    /// <summary>Adds the options of a command that gives columns their values.</summary>
    public void AddGuidanceTo(Command command) => command.Options.Add(_guidance);

    /// <summary>A request with what was asked for.</summary>
    public SamplingRequest Apply(ParseResult parsed, SamplingRequest request) => request with
    {
        Sampler = parsed.GetValue(_sampler),
        Steps = parsed.GetValue(_steps),
        Guidance = parsed.GetValue(_guidance),
        Eta = parsed.GetValue(_eta),
        Churn = parsed.GetValue(_churn),
        ChurnNoise = parsed.GetValue(_churnNoise),
        ChurnFrom = parsed.GetValue(_churnFrom),
        ChurnTo = parsed.GetValue(_churnTo),
        Spacing = parsed.GetValue(_spacing) is { } name ? SpacingOf(name) : null,
        Levels = parsed.GetValue(_levels) is { } list ? LevelsOf(list) : null,
        ClipToData = parsed.GetValue(_clip),
    };

    private static LevelSpacing SpacingOf(string name)
    {
        var all = Enum.GetValues<LevelSpacing>();
        return all.Any(value => Options.NameOf(value) == name) ? all.First(value => Options.NameOf(value) == name)
            : throw new InvalidInputException(
                $"There is no spacing '{name}'. {NameSuggestion.Hint(name, [.. all.Select(value => Options.NameOf(value))])}");
    }

    private static double[] LevelsOf(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part =>
        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var level) ? level
        : throw new InvalidInputException($"--levels holds '{part}'; give numbers separated by commas, such as 99,60,30,10,0."))];
}
