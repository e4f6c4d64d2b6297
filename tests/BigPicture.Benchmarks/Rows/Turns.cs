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

    /// <summary>Renews leases of the client's own, again and again.</summary>
    /// <param name="leases">How many it holds.</param>
    public static Action<LeaseClient, ActTimer> Renewal(int leases)
    {
        var held = new System.Runtime.CompilerServices.ConditionalWeakTable<LeaseClient, Queue<string>>();
        return (client, timer) =>
        {
            var tokens = held.GetValue(client, _ => new Queue<string>(Enumerable.Range(0, leases).Select(_ => client.Activate())));
            var token = tokens.Dequeue();
            tokens.Enqueue(timer.Time(() => client.Renew(token)));
        };
    }
}
