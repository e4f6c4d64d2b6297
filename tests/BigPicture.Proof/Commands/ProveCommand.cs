using System.CommandLine;
using BigPicture.Proof.Report;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Commands;

/// <summary>Real servers under faults, and the verdict on what their clients saw.</summary>
internal static class ProveCommand
{
    private const int FoundViolations = 1;

    public static RootCommand Make()
    {
        var options = new ProveOptions();
        var prove = new RootCommand("Proves that no seat is given twice: real servers under faults, judged by what their clients saw.");
        foreach (var option in options.All)
            prove.Add(option);
        prove.SetAction(
            async (parse, cancel) =>
            {
                try
                {
                    return await Run(parse, options, cancel);
                }
                catch (InvalidOperationException broken)
                {
                    await Console.Error.WriteLineAsync($"error: {broken.Message}");
                    return FoundViolations;
                }
            }
        );
        return prove;
    }

    private static async Task<int> Run(ParseResult parse, ProveOptions options, CancellationToken cancel)
    {
        var folder = parse.GetValue(options.Keep) ?? Directory.CreateTempSubdirectory("bigpicture-proof-");
        var prover = new Prover(
            parse.GetValue(options.Servers) is { } servers ? Programs.In(servers.FullName) : Programs.Own,
            folder.FullName,
            parse.GetValue(options.Seed) ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            await Checked.Out(),
            Tell
        );
        Tell($"seed {prover.Seed}, in {folder.FullName}");
        var isJson = parse.GetValue(options.Json);
        var isGood = options.Bugs(parse, prover.Seed) is { } bugs
            ? await Find(bugs, new SelfTest(prover, parse.GetValue(options.Servers) is not null), isJson, cancel)
            : await Prove(prover, parse, options, isJson, cancel);
        if (isGood && parse.GetValue(options.Keep) is null)
            folder.Delete(recursive: true);
        return isGood ? 0 : FoundViolations;
    }

    private static async Task<bool> Prove(Prover prover, ParseResult parse, ProveOptions options, bool isJson, CancellationToken cancel)
    {
        var report = await prover.Run(options.Stages(parse), TimeSpan.FromMinutes(parse.GetValue(options.Minutes)), cancel);
        Show(report.ToLines(), isJson ? report.ToJson() : null);
        if (parse.GetValue(options.Record))
            Ledger.InCheckout.Add(report, prover.Checked, TimeProvider.System.GetUtcNow());
        return report.Violations == 0;
    }

    private static async Task<bool> Find(IReadOnlyList<PlantedBug> bugs, SelfTest test, bool isJson, CancellationToken cancel)
    {
        var report = await test.Run(bugs, cancel);
        Show(report.ToLines(), isJson ? report.ToJson() : null);
        return report.IsGood;
    }

    private static void Show(IEnumerable<string> lines, string? json)
    {
        var table = json is null ? Console.Out : Console.Error;
        foreach (var line in lines)
            table.WriteLine(line);
        if (json is not null)
            Console.Out.WriteLine(json);
    }

    private static void Tell(string line) => Console.Error.WriteLine($"prove: {line}");
}
