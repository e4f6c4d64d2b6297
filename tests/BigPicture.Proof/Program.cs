using System.CommandLine;
using BigPicture.Proof.Checking;
using BigPicture.Proof.Commands;
using BigPicture.Proof.Histories;

var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder that a run wrote its history to." };
var show = new Command("show", "Tells what a history holds.") { folder };
show.SetAction(parse =>
{
    var history = HistoryFolder.Read(parse.GetRequiredValue(folder).FullName);
    Console.WriteLine(
        $"seed {history.Run.Seed}, {history.Pools.Count} pools, {history.Operations.Count} operations, {history.Faults.Count} faults"
    );
    foreach (var group in history.Operations.CountBy(operation => (operation.Kind, operation.Outcome)).OrderBy(group => group.Key))
        Console.WriteLine($"{group.Key.Kind} {group.Key.Outcome}: {group.Value}");
});

var check = new Command("check", "Judges a history by every claim.") { folder };
check.SetAction(parse =>
{
    var broken = 0L;
    foreach (var result in Checker.Check(HistoryFolder.Read(parse.GetRequiredValue(folder).FullName)))
    {
        broken += result.Broken;
        Console.WriteLine(
            $"{(result.Broken == 0 ? "holds " : "BROKEN")} {result.Judged, 10} judged, {result.Broken, 6} broken, {result.Undecided, 4} undecided: {result.Says}"
        );
        foreach (var violation in result.Violations)
        {
            Console.WriteLine($"    {violation.Words}");
            foreach (var operation in violation.Operations)
                Console.WriteLine($"        {operation}");
        }
    }
    return broken == 0 ? 0 : 1;
});

var prove = ProveCommand.Make();
prove.Add(show);
prove.Add(check);
return prove.Parse(args).Invoke();
