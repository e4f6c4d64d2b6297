using BigPicture.Benchmarks.Load;

namespace BigPicture.Benchmarks.Rows;

/// <summary>What a client does, over and over.</summary>
internal static class Turns
{
    /// <summary>Takes a lease and gives it back: two acts.</summary>
    public static void Cycle(LeaseClient client, ActTimer timer)
    {
        var token = timer.Time(client.Activate);
        timer.Time(() => client.Release(token));
    }
}
