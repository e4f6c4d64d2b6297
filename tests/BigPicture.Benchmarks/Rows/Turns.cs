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

    /// <summary>Takes a lease, renews it three times and gives it back: five acts.</summary>
    public static void Life(LeaseClient client, ActTimer timer)
    {
        var token = timer.Time(client.Activate);
        for (var i = 0; i < 3; i++)
        {
            var held = token;
            token = timer.Time(() => client.Renew(held));
        }
        timer.Time(() => client.Release(token));
    }
}
