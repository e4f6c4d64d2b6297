using System.Collections.Concurrent;
using System.Text;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>What was injected and what became of it, told once at the end of the run.</summary>
public sealed class FaultTable : IDisposable
{
    /// <summary>Names a file to which the table is added as well: a test runner may keep what is printed to itself.</summary>
    private const string FileVariable = "BIGPICTURE_FAULT_TABLE";

    private static readonly ConcurrentQueue<(string Fault, int Rounds, string Outcome)> Notes = new();

    public static void Note(string fault, int rounds, string outcome) => Notes.Enqueue((fault, rounds, outcome));

    public void Dispose()
    {
        if (Notes.IsEmpty)
            return;
        var table = new StringBuilder("| Fault | Rounds | Outcome |\n|---|---|---|\n");
        foreach (var (fault, rounds, outcome) in Notes.OrderBy(note => note.Fault, StringComparer.Ordinal))
            table.Append($"| {fault} | {rounds} | {outcome} |\n");
        Console.WriteLine($"Faults injected:\n{table}");
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file)
            File.AppendAllText(file, table.ToString());
    }
}
