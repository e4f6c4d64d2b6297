using System.Collections.Concurrent;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>What the requests of a matrix have shown.</summary>
internal sealed class Verdict
{
    private int requests;
    private readonly ConcurrentDictionary<int, int> statuses = [];

    public int Requests => requests;

    /// <summary>Answers that held what is somebody else's, and rows of others that changed.</summary>
    public ConcurrentBag<string> Leaks { get; } = [];

    /// <summary>Answers with another status than the table says, or that tell a foreign name from one that nobody has.</summary>
    public ConcurrentBag<string> Wrong { get; } = [];

    /// <summary>Routes that who is tied to a tenant may never use, whatever it names.</summary>
    public ConcurrentDictionary<string, bool> VendorOnly { get; } = [];

    public void Count(int status)
    {
        Interlocked.Increment(ref requests);
        statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
    }

    public override string ToString() =>
        $"{requests} requests ({string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} × {s.Key}"))}), "
        + $"{Leaks.Count} leaks, {Wrong.Count} wrong answers";

    public string Told(ConcurrentBag<string> of) => $"{this}\n{string.Join('\n', of.Order(StringComparer.Ordinal).Take(20))}";
}
