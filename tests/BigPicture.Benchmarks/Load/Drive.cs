using System.Diagnostics;

namespace BigPicture.Benchmarks.Load;

/// <summary>Clients side by side, each on a thread and a connection of its own, each waiting for its answer before it asks again.</summary>
internal static class Drive
{
    /// <summary>Runs the clients for a time.</summary>
    /// <param name="turn">One client's turn; tells each of its acts to the timer.</param>
    /// <param name="leave">What each does at the end, which is not timed.</param>
    /// <exception cref="AggregateException">A client got an answer that it should not get; nothing was measured then.</exception>
    public static Task<Measurement> For(
        TimeSpan time,
        Target target,
        int clients,
        string name,
        Action<LeaseClient, ActTimer> turn,
        Action<LeaseClient>? leave = null
    ) => For(time, [target], clients, name, turn, leave);

    /// <summary>Runs the clients over several targets: where there are more of them than clients, each client goes round its share.</summary>
    /// <inheritdoc cref="For(TimeSpan, Target, int, string, Action{LeaseClient, ActTimer}, Action{LeaseClient}?)"/>
    public static async Task<Measurement> For(
        TimeSpan time,
        IReadOnlyList<Target> targets,
        int clients,
        string name,
        Action<LeaseClient, ActTimer> turn,
        Action<LeaseClient>? leave = null
    )
    {
        var timers = new ActTimer[clients];
        var stop = false;
        var before = ProcessorTime(targets);
        var watch = Stopwatch.StartNew();
        var threads = Each(
            clients,
            i =>
            {
                var own = Share(targets, clients, i).Select((target, n) => new LeaseClient(target, $"{name}-{i}-{n}")).ToList();
                var timer = timers[i] = new ActTimer();
                for (var n = 0; !Volatile.Read(ref stop); n++)
                    turn(own[n % own.Count], timer);
                foreach (var client in own)
                {
                    leave?.Invoke(client);
                    client.Dispose();
                }
            }
        );
        await Task.Delay(time);
        Volatile.Write(ref stop, true);
        await threads;
        watch.Stop();
        return Measurement.Of(timers, watch.Elapsed, ProcessorTime(targets) - before);
    }

    /// <summary>Takes leases and keeps them.</summary>
    /// <returns>Their tokens.</returns>
    public static async Task<List<string>> Fill(Target target, int clients, string name, int leases)
    {
        var tokens = new List<string>[clients];
        await Each(
            clients,
            i =>
            {
                using var client = new LeaseClient(target, $"{name}-{i}");
                tokens[i] = [];
                for (var n = i; n < leases; n += clients)
                    tokens[i].Add(client.Activate());
            }
        );
        return [.. tokens.SelectMany(own => own)];
    }

    private static IEnumerable<Target> Share(IReadOnlyList<Target> targets, int clients, int client) =>
        targets.Count <= clients ? [targets[client % targets.Count]] : targets.Where((_, n) => n % clients == client);

    /// <summary>Of all processes; null where one is not ours.</summary>
    private static TimeSpan? ProcessorTime(IReadOnlyList<Target> targets) =>
        targets.All(target => target.Process is not null)
            ? new TimeSpan(targets.Select(target => target.Process!).Distinct().Sum(process => process.ProcessorTime.Ticks))
            : null;

    private static Task Each(int clients, Action<int> run) =>
        Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(i =>
                    Task.Factory.StartNew(() => run(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                )
        );
}
