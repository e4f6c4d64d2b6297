using System.CommandLine;
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

return new RootCommand("Proves that no seat is given twice: real servers under faults, judged by what their clients saw.") { show }
    .Parse(args)
    .Invoke();
