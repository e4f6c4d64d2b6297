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
    private const int EntriesMax = 200;

    /// <summary>The most that one entry may count.</summary>
    public const int CountMax = 1_000_000_000;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>A server tells batches of one feature apart by the second.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly Dictionary<string, Uses> noted = [];
    private readonly Dictionary<string, DateTimeOffset> told = [];
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
            return noted.Count == 0 ? null : new Batch(lease, [.. noted.Keys.Take(EntriesMax).ToList().Select(name => Take(name, lease))]);
    }

    private FeatureUse Take(string feature, HeldLease lease)
    {
        var uses = noted[feature];
        // Under another lease than they were noted, they are of now: a server takes nothing from before the lease.
        var at = uses.LeaseId == lease.Claims.LeaseId ? uses.Since : parts.Time.Now;
        if (told.TryGetValue(feature, out var last) && at < last + Apart)
            at = last + Apart;
        told[feature] = at;
        var count = (int)Math.Min(uses.Count, CountMax);
        if (count < uses.Count)
            noted[feature] = uses with { Count = uses.Count - count };
        else
            noted.Remove(feature);
        return new FeatureUse
        {
            Feature = feature,
            Count = count,
            At = at,
        };
    }

    private sealed record Batch(HeldLease Lease, IReadOnlyList<FeatureUse> Uses);

    /// <param name="Since">The first of them.</param>
    private sealed record Uses(long Count, DateTimeOffset Since, string LeaseId);
}
