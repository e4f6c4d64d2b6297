using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BigPicture.Proof.Histories;

/// <summary>Writes a history while it happens, from any thread. Operations are to be written as they return.</summary>
public sealed class HistoryWriter : IDisposable
{
    private static readonly byte[] LineEnd = [(byte)'\n'];
    private readonly string folder;
    private readonly Lines operations;
    private readonly Lines faults;
    private readonly Lines feed;

    /// <param name="folder">Is made; must hold no history yet.</param>
    public HistoryWriter(string folder, Run run, IEnumerable<Pool> pools)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        using (var runs = new Lines(folder, HistoryFolder.RunFile))
            runs.Write(run, HistoryJson.Default.Run);
        using (var file = new Lines(folder, HistoryFolder.PoolsFile))
        {
            foreach (var pool in pools)
                file.Write(pool, HistoryJson.Default.Pool);
        }
        operations = new Lines(folder, HistoryFolder.OperationsFile);
        faults = new Lines(folder, HistoryFolder.FaultsFile);
        feed = new Lines(folder, HistoryFolder.FeedFile);
    }

    public void Write(Operation operation) => operations.Write(operation, HistoryJson.Default.Operation);

    public void Write(Fault fault) => faults.Write(fault, HistoryJson.Default.Fault);

    public void Write(FeedEvent read) => feed.Write(read, HistoryJson.Default.FeedEvent);

    /// <summary>Once, at the end, after the whole feed was read: all leases that the server lists, in whatever state.</summary>
    public void Write(IEnumerable<ListedLease> leases)
    {
        using var file = new Lines(folder, HistoryFolder.LeasesFile);
        foreach (var lease in leases)
            file.Write(lease, HistoryJson.Default.ListedLease);
    }

    public void Dispose()
    {
        operations.Dispose();
        faults.Dispose();
        feed.Dispose();
    }

    private sealed class Lines(string folder, string name) : IDisposable
    {
        private readonly FileStream file = new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        private readonly Lock turn = new();

        public void Write<T>(T value, JsonTypeInfo<T> type)
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(value, type);
            lock (turn)
            {
                file.Write(line);
                file.Write(LineEnd);
            }
        }

        public void Dispose() => file.Dispose();
    }
}
