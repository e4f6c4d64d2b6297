using BigPicture.Proof.Checking.Seats;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>A history, sorted by what the claims ask about: leases, keys, entitlements, pools.</summary>
internal sealed class Evidence
{
    private readonly Dictionary<string, Lifeline> leases = new(StringComparer.Ordinal);
    private readonly Dictionary<LeaseKey, List<Operation>> activations = [];
    private readonly Dictionary<LeaseKey, List<Operation>> uncertain = [];
    private readonly Dictionary<string, EntitlementActs> acts;
    private readonly ILookup<string, Lifeline> leasesOf;
    private readonly ILookup<string, Operation> uncertainOf;
    private readonly ILookup<string, Operation> operationsOf;
    private readonly ILookup<string, FeedEvent> eventsOf;
    private readonly ILookup<string, FeedEvent> eventsOfEntitlement;
    private readonly Lazy<IReadOnlyList<SeatPool>> pools;

    public Evidence(History history)
    {
        History = history;
        Feed = [.. (history.Feed ?? []).Where(read => read.Reader == FeedEvent.Final)];
        eventsOf = Feed.Where(read => read.LeaseId is not null).ToLookup(read => read.LeaseId!, StringComparer.Ordinal);
        eventsOfEntitlement = Feed.Where(read => read.Entitlement is not null).ToLookup(read => read.Entitlement!, StringComparer.Ordinal);
        Moments = new Moments(history);
        Keys = new Keys(history.Operations);
        operationsOf = history.Operations.ToLookup(operation => operation.Entitlement, StringComparer.Ordinal);
        acts = operationsOf.ToDictionary(group => group.Key, group => new EntitlementActs(group, Moments), StringComparer.Ordinal);
        foreach (var operation in history.Operations)
            Sort(operation);
        foreach (var lease in leases.Values)
            lease.Close(uncertain.GetValueOrDefault(lease.Key) ?? [], Acts(lease.Entitlement), Moments);
        leasesOf = leases.Values.Where(lease => lease.Birth is not null).ToLookup(lease => lease.Entitlement, StringComparer.Ordinal);
        uncertainOf = uncertain.Values.SelectMany(list => list).ToLookup(call => call.Entitlement, StringComparer.Ordinal);
        pools = new(() => [.. history.Pools.SelectMany(pool => SeatPool.Of(pool, this))]);
    }

    public History History { get; }

    /// <summary>The whole feed, as it was read once all was over; empty when it was not.</summary>
    public IReadOnlyList<FeedEvent> Feed { get; }

    public Moments Moments { get; }

    public Keys Keys { get; }

    /// <summary>Answers that handed out a token, in order of return.</summary>
    public IEnumerable<Operation> Issues =>
        History.Operations.Where(call =>
            call is { Outcome: Outcome.Yes, Token: not null, Kind: OperationKind.Activate or OperationKind.Renew }
        );

    public IReadOnlyCollection<Lifeline> Leases => leases.Values;

    /// <summary>Leases of the entitlement that a client was given.</summary>
    public IEnumerable<Lifeline> LeasesOf(string entitlement) => leasesOf[entitlement];

    /// <summary>Activations of which nobody knows whether they were done.</summary>
    public IEnumerable<Operation> UncertainActivationsOf(string entitlement) => uncertainOf[entitlement];

    /// <summary>Every pool of seats, with who held what when.</summary>
    public IReadOnlyList<SeatPool> Pools => pools.Value;

    public Lifeline? Lease(string? id) => id is not null && leases.TryGetValue(id, out var lease) ? lease : null;

    /// <summary>Activations with this key, in order of return.</summary>
    public IReadOnlyList<Operation> Activations(LeaseKey key) => activations.GetValueOrDefault(key) ?? [];

    /// <summary>Events of the lease, in the order of the whole feed.</summary>
    public IReadOnlyList<FeedEvent> EventsOf(string lease) => [.. eventsOf[lease]];

    public IEnumerable<FeedEvent> EventsOfEntitlement(string entitlement) => eventsOfEntitlement[entitlement];

    /// <summary>Calls that named the entitlement, in order of return.</summary>
    public IEnumerable<Operation> OperationsOf(string entitlement) => operationsOf[entitlement];

    public EntitlementActs Acts(string entitlement) => acts.TryGetValue(entitlement, out var found) ? found : EntitlementActs.None;

    private void Sort(Operation operation)
    {
        if (operation.Kind == OperationKind.Activate)
        {
            var key = Keys.Of(operation);
            Append(activations, key, operation);
            if (operation.Outcome == Outcome.Unknown)
                Append(uncertain, key, operation);
            if (operation is { Outcome: Outcome.Yes, Token: { } token })
                Line(token.LeaseId, key).Add(operation);
        }
        else if (operation.LeaseId is { } id)
            Line(id, Keys.Of(operation)).Add(operation);
    }

    private static void Append(Dictionary<LeaseKey, List<Operation>> lists, LeaseKey key, Operation operation)
    {
        if (!lists.TryGetValue(key, out var list))
            lists.Add(key, list = []);
        list.Add(operation);
    }

    private Lifeline Line(string id, LeaseKey key)
    {
        if (!leases.TryGetValue(id, out var lease))
            leases.Add(id, lease = new Lifeline(id, key));
        return lease;
    }
}
