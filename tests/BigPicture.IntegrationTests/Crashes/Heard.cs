using System.Collections.Concurrent;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>What callers were told, and so what the server owes them whatever happens to it.</summary>
internal sealed class Heard
{
    public ConcurrentDictionary<string, string> Granted { get; } = new();

    /// <summary>The lease and the time at which its last renewal that was answered was issued.</summary>
    public ConcurrentDictionary<string, string> Renewed { get; } = new();

    /// <summary>Releases that were sent: without an answer, nothing is known of them.</summary>
    public ConcurrentDictionary<string, bool> Asked { get; } = new();

    public ConcurrentDictionary<string, bool> Released { get; } = new();

    /// <summary>Clear refusals by a server that could not write.</summary>
    public int Refused;

    /// <summary>Everything heard up to now, while callers go on.</summary>
    public Heard SoFar()
    {
        // Backwards: what is added meanwhile may be asked for and not granted yet, but never released and not asked for.
        var copy = new Heard { Refused = Refused };
        Copy(Released, copy.Released);
        Copy(Renewed, copy.Renewed);
        Copy(Granted, copy.Granted);
        Copy(Asked, copy.Asked);
        return copy;
    }

    private static void Copy<T>(ConcurrentDictionary<string, T> from, ConcurrentDictionary<string, T> to)
    {
        foreach (var (key, value) in from)
            to[key] = value;
    }
}
