using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BigPicture.Proof.Histories;

/// <summary>Where a history lies, and how it is read back.</summary>
public static class HistoryFolder
{
    internal const string RunFile = "run.jsonl";
    internal const string PoolsFile = "pools.jsonl";
    internal const string OperationsFile = "operations.jsonl";
    internal const string FaultsFile = "faults.jsonl";
    internal const string FeedFile = "feed.jsonl";
    internal const string LeasesFile = "leases.jsonl";

    /// <exception cref="InvalidDataException">A line is no such object, or the file of the run is not one line.</exception>
    public static History Read(string folder)
    {
        var ended = File.Exists(Path.Combine(folder, LeasesFile));
        var feed = Lines(folder, FeedFile, HistoryJson.Default.FeedEvent);
        return new History
        {
            Run = Lines(folder, RunFile, HistoryJson.Default.Run) is [var run]
                ? run
                : throw new InvalidDataException($"{RunFile} is not one line."),
            Pools = Lines(folder, PoolsFile, HistoryJson.Default.Pool),
            // Threads may have written two that returned together in either order.
            Operations = [.. Lines(folder, OperationsFile, HistoryJson.Default.Operation).OrderBy(operation => operation.ReturnNs)],
            Faults = Lines(folder, FaultsFile, HistoryJson.Default.Fault),
            // A run that came to its end has read the feed, though it may have found nothing in it.
            Feed = ended || feed.Count > 0 ? feed : null,
            Leases = ended ? Lines(folder, LeasesFile, HistoryJson.Default.ListedLease) : null,
        };
    }

    private static List<T> Lines<T>(string folder, string name, JsonTypeInfo<T> type)
    {
        var result = new List<T>();
        foreach (var line in File.ReadLines(Path.Combine(folder, name)))
        {
            try
            {
                result.Add(JsonSerializer.Deserialize(line, type) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{name}, line {result.Count + 1}: {e.Message}", e);
            }
        }
        return result;
    }
}
