using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Reproduction;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale reproduce</c>, and its three parts by hand: <c>plan</c>, <c>run</c> and <c>collect</c>.</summary>
internal static class ReproduceCommand
{
    private static readonly Option<int> Jobs = new("--jobs")
    {
        Description = "Jobs side by side; the results do not depend on it. At most, and by default, one for each core.",
    };
    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "The folder to work in; the same command continues there, and several processes may at once.",
        Required = true,
    };
    private static readonly Argument<string> Job = new("job")
    {
        HelpName = "job",
        Description = "Its id, or its place in the plan, from 1.",
    };
    private static readonly Option<string[]> Known = new("--known")
    {
        HelpName = "results.csv",
        Description = "The results.csv of another folder; the jobs that it has as finished are done. May be repeated.",
    };
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command(
            "reproduce", "Run every row of the papers' tables over several seeds and test what they claim.") { Jobs, Out, Known };
        ReproductionRequest.AddTo(command);
        command.SetAction(ExecuteAll);

        var plan = new Command(
            "plan", "Write the jobs to plan.json in --out and print their ids, one a line; with --known, of the open ones.") { Out, Known };
        ReproductionRequest.AddTo(plan);
        plan.SetAction(Plan);
        command.Subcommands.Add(plan);

        var run = new Command("run", "Do one job of the plan in --out, unless it is done.") { Job, Out, Known, Threads };
        run.SetAction(Run);
        command.Subcommands.Add(run);

        var collect = new Command("collect", "Write results.csv and the report of what is finished in --out.") { Out, Known };
        collect.SetAction(Collect);
        command.Subcommands.Add(collect);
        return command;
    }

    private static int ExecuteAll(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        var screen = CommonOptions.Screen(parsed);
        var workers = Math.Min(ReproductionRequest.AtLeastOne(parsed, Jobs) ?? int.MaxValue, Environment.ProcessorCount);
        var session = Session(parsed, FolderOf(parsed), ReproductionRequest.PlanOf(parsed), screen);
        interruption.Saving = true;
        var (document, succeeded) = session.RunAll(workers, new ReproductionDisplay(screen), interruption.Token);
        var failures = document["failures"]!.AsArray();
        var message = succeeded ? null : failures.Count == 0 ? "Not all jobs are done; the same command goes on."
            : $"{failures.Count} of {document["jobs"]} jobs failed, the first, {failures[0]!["job"]}: {failures[0]!["why"]}";
        var line = message is null ? null : Failure.Say(message);
        if (line is not null && parsed.GetValue(CommonOptions.Json))
            (document["error"], document["exit_code"]) = (line, ExitCodes.Failed);
        Print(parsed, document);
        return succeeded ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int Plan(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        var document = Session(parsed, FolderOf(parsed), ReproductionRequest.PlanOf(parsed), CommonOptions.Screen(parsed))
            .Plan(interruption.Token);
        if (parsed.GetValue(CommonOptions.Json))
            Results.Print(document, json: true);
        else
        {
            var openOnly = parsed.GetValue(Known) is { Length: > 0 };
            foreach (var job in document["jobs"]!.AsArray().Where(job => !(openOnly && job!["finished"]!.GetValue<bool>())))
                Console.Out.WriteLine(job!["id"]);
        }

        return ExitCodes.Done;
    }

    private static int Run(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        ReproductionRequest.RefuseGiven(parsed);
        var (folder, threads) = (FolderOf(parsed), CommonOptions.ThreadsOf(parsed, Threads));
        var plan = ReproductionPlan.Read(folder.Plan);
        interruption.Saving = true;
        var evaluation = Session(parsed, folder, plan, CommonOptions.Screen(parsed))
            .Run(plan.Find(parsed.GetValue(Job)!), threads, interruption.Token);
        Results.Print(evaluation, parsed.GetValue(CommonOptions.Json));
        return ExitCodes.Done;
    }

    private static int Collect(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        ReproductionRequest.RefuseGiven(parsed);
        var folder = FolderOf(parsed);
        Print(parsed, Session(parsed, folder, ReproductionPlan.Read(folder.Plan), CommonOptions.Screen(parsed))
            .Collect(interruption.Token));
        return ExitCodes.Done;
    }

    private static ReproductionSession Session(
        ParseResult parsed, ReproductionFolder folder, ReproductionPlan plan, Screen screen) =>
        new(folder, plan, parsed.GetValue(Known) ?? [], screen);

    private static ReproductionFolder FolderOf(ParseResult parsed) => new(parsed.GetValue(Out)!);

    private static void Print(ParseResult parsed, JsonObject document)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            Results.Print(document, json: true);
            return;
        }

        foreach (var claim in document["claims"]!.AsArray())
        {
            var reading = claim!["reading"]!.ToString();
            Console.Out.WriteLine(
                $"{claim["verdict"],-15}  {claim["study"],-11}  {claim["claim"]}{(reading.Length > 0 ? $" ({reading})" : "")}: {claim["measured"]} ({claim["interval"]})");
        }

        document.Remove("claims");
        document.Remove("failures");
        Results.Print(document, json: false);
    }
}
