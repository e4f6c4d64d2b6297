using BigPicture.Client.Servers;
using BigPicture.Client.Time;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Sessions;

/// <summary>
/// Uses of features, counted in memory and told to the server in batches. A batch that may have arrived is sent again unchanged, so that it
/// counts once.
/// </summary>
internal sealed class UsageReports(ClientParts parts, SessionStanding standing)
{
    /// <summary>What one report may hold.</summary>
    public const int EntriesMax = 200;

    /// <summary>The most that one entry may count.</summary>
    public const int CountMax = 1_000_000_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private readonly Dictionary<string, Uses> noted = [];
    private Batch? under;

    /// <returns>False: the policy takes no reports, the lease does not carry the feature, or it is over.</returns>
    public bool Note(string feature, int count)
    {
        var lease = standing.Lease;
        if (!lease.Claims.UsageSignals || !standing.Features.Contains(feature))
            return false;
        lock (gate)
        {
            if (!noted.TryGetValue(feature, out var uses) || uses.LeaseId != lease.Claims.LeaseId)
                uses = new Uses(uses?.Count ?? 0, parts.Time.Now, lease.Claims.LeaseId);
            noted[feature] = uses with { Count = uses.Count + count };
        }
        return true;
    }

    public async Task Run(CancellationToken stop)
    {
        while (!standing.IsOver)
        {
            await parts.Clock.Wait(Every, stop).ConfigureAwait(false);
            await Tell(stop).ConfigureAwait(false);
        }
    }

    /// <summary>One try. What no server has answered waits for the next one.</summary>
    public async Task Tell(CancellationToken cancel)
    {
        while ((under ??= Next()) is { } batch)
        {
            var reply = await batch.Lease.Server.Report(batch.Lease.Token.Text, batch.Uses, cancel).ConfigureAwait(false);
            if (!reply.IsGood(out _, out var why))
            {
                if (!why.IsRefusal)
                    return;
                parts.Notices.Warn($"Uses of features were not counted: {why.Message}");
            }
            under = null;
        }
    }

    private Batch? Next()
    {
        var lease = standing.Lease;
        lock (gate)
        {
            var taken = noted.Take(EntriesMax).ToList();
            foreach (var (feature, uses) in taken.Select(entry => (entry.Key, entry.Value)))
            {
                if (uses.Count > CountMax)
                    noted[feature] = uses with { Count = uses.Count - CountMax, Since = parts.Time.Now };
                else
                    noted.Remove(feature);
            }
            return taken.Count == 0
                ? null
                : new Batch(lease, [.. taken.Select(entry => entry.Value.Entry(entry.Key, lease, parts.Time.Now))]);
        }
    }

    private sealed record Batch(HeldLease Lease, IReadOnlyList<FeatureUse> Uses);

    /// <param name="Since">The first of them.</param>
    private sealed record Uses(long Count, DateTimeOffset Since, string LeaseId)
    {
        /// <summary>Under another lease than they were noted, they are of now: a server takes nothing from before the lease.</summary>
        public FeatureUse Entry(string feature, HeldLease lease, DateTimeOffset now) =>
            new()
            {
                Feature = feature,
                Count = (int)Math.Min(Count, CountMax),
                At = LeaseId == lease.Claims.LeaseId ? Since : now,
            };
    }
}
