using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing.Trials;

/// <summary>
/// Plays a random history on a ledger and on <see cref="LedgerModel"/>, and compares after each step: outcomes, facts, rows, counters. At
/// the end everything that is over is reaped; then the seats taken are exactly the model's, and each ended lease was told of once.
/// </summary>
public sealed class LedgerTrial
{
    private readonly ILedgerUnderTest ledger;
    private readonly BatchRunner runner;
    private readonly LedgerModel model = new();
    private readonly Dictionary<EntitlementId, TrialPolicy> policies = [];
    private readonly HashSet<LeaseId> told = [];
    private readonly TrialActs make;
    private int factsSeen;

    /// <param name="ledger">An empty one.</param>
    public LedgerTrial(ILedgerUnderTest ledger)
    {
        this.ledger = ledger;
        runner = new BatchRunner(ledger);
        make = new TrialActs(model, policies, ReadClock);
    }

    /// <summary>How many leases the history issued: a history without any proves nothing.</summary>
    public int LeasesIssued => model.Leases.Count;

    /// <summary>Plays a history.</summary>
    /// <exception cref="TrialException">The ledger and the model disagree.</exception>
    public async Task Run(IEnumerable<TrialStep> steps)
    {
        foreach (var (number, holds) in new[] { (1, true), (2, false) })
        {
            var policy = new TrialPolicy(LeaseSamples.EntitlementOf(number), holds) { Shared = holds };
            policies.Add(policy.Entitlement, policy);
            model.Books.Add(policy.Entitlement, new ModelBook(holds));
            await ledger.Open(new OpenBook(LeaseSamples.Acme, policy.Entitlement, policy.Terms));
        }
        foreach (var step in steps)
        {
            model.Clock = ReadClock();
            await Take(step);
            model.Clock = ReadClock();
            Compare(await ledger.Read());
        }
        await Settle();
    }

    private async Task Take(TrialStep step)
    {
        switch (step)
        {
            case TrialStep.Wait wait:
                ledger.Advance(wait.Seconds);
                break;
            case TrialStep.Skew skew when ledger is MemoryLedger memory:
                memory.Skew(skew.Kind);
                break;
            case TrialStep.Restart:
                await ledger.Restart();
                break;
            case TrialStep.Change change:
                await Change(change);
                break;
            case TrialStep.Batch batch:
                await Post(batch.Acts, batch.Crash);
                break;
        }
    }

    private async Task Post(IReadOnlyList<ActPlan> plans, Crash crash)
    {
        var rows = await ledger.Read();
        var acts = plans.SelectMany(plan => make.Acts(plan, rows)).ToList();
        try
        {
            var results = await runner.Post(acts, crash);
            var expected = ApplyToModel(acts);
            for (var i = 0; i < acts.Count; i++)
                Expect(expected[i], Describe(results[i]), acts[i]);
            CheckFacts();
        }
        catch (CrashException)
        {
            if (crash == Crash.AfterCommit)
                ApplyToModel(acts);
            CheckFacts();
            await ledger.Restart();
            Compare(await ledger.Read());
            // Whoever got no answer asks again.
            await Post(plans, Crash.None);
        }
    }

    private string[] ApplyToModel(List<LeaseAct> acts)
    {
        var expected = new string[acts.Count];
        foreach (var i in Enumerable.Range(0, acts.Count).OrderBy(i => acts[i].Order))
            expected[i] = model.Apply(acts[i]);
        return expected;
    }

    private async Task Change(TrialStep.Change step)
    {
        var before = policies[LeaseSamples.EntitlementOf(step.Book + 1)];
        var (id, value) = (before.Entitlement, step.Value);
        var now = model.Clock.Trusted;
        var after = before with { Version = before.Version + 1 };
        var shape = (ChangeBook change) => change;
        var refused = false;
        switch (step.Kind)
        {
            case ChangeKind.Seats:
                after = after with { Seats = 1 + value % 4 };
                break;
            case ChangeKind.Overdraft:
                after = after with { Overdraft = value % 3 };
                break;
            case ChangeKind.FeatureSeats:
                after = after with { FeatureSeats = 1 + value % 3 };
                break;
            case ChangeKind.Machines:
                after = after with { Machines = value % 3 };
                break;
            case ChangeKind.Lengths:
                after = after with { LeaseSeconds = 60 + value % 3 * 40, GraceSeconds = value / 3 % 3 * 20 };
                break;
            case ChangeKind.Allowed:
                after = after with { Allowed = value % 3 > 0 };
                break;
            case ChangeKind.RevokeLeases:
                // What has ended by itself is written down first, so that the model knows by which name.
                await Reap(id);
                shape = change => change with { RevokeLeases = "suspended" };
                break;
            case ChangeKind.Type:
                after = after with { Shared = !before.Shared };
                shape = change => change with { Guard = new BookGuard(true, []) };
                refused = model.AnyLive(id);
                break;
            case ChangeKind.DropFeature:
                shape = change => change with { Guard = new BookGuard(false, [TrialPolicy.FeaturePool]) };
                refused = model.AnyLive(id, TrialPolicy.FeaturePool);
                break;
            case ChangeKind.End when value % 2 == 0:
                var end = now + value;
                after = after with { EndsAt = end };
                shape = change => change with { CutLeasesAt = end };
                break;
            case ChangeKind.End:
                after = after with { EndsAt = null };
                break;
        }
        var denial = await ledger.Change(shape(new ChangeBook(LeaseSamples.Acme, id, after.Version, after.Terms)));
        Expect(refused ? "Conflict" : "ok", denial?.Code.ToString() ?? "ok", step);
        if (refused)
            return;

        policies[id] = after;
        model.Books[id].Version = after.Version;
        if (step.Kind == ChangeKind.RevokeLeases)
            model.RevokeAll(id);
        if (step.Kind == ChangeKind.End && after.EndsAt is { } cut)
            model.Cut(id, cut);
    }

    private async Task Reap(EntitlementId entitlement)
    {
        await runner.Post(make.Reaping(entitlement, await ledger.Read(), int.MaxValue));
        CheckFacts();
    }

    private async Task Settle()
    {
        foreach (var entitlement in policies.Keys)
            await Reap(entitlement);
        var rows = await ledger.Read();
        Compare(rows);
        var seats = model.TakenSeats().ToHashSet();
        if (!seats.SetEquals(rows.Seats.Keys))
            throw new TrialException($"Taken are {string.Join(' ', rows.Seats.Keys)}; should be {string.Join(' ', seats)}.");
        foreach (var held in model.Leases.Where(held => model.StateOf(held) != LeaseState.Live && !told.Contains(held.Lease.Id)))
            throw new TrialException($"{held.Lease.Id} has ended and nobody was told.");
        if (rows.Books.Values.Any(book => book.SweepPending))
            throw new TrialException("A sweep that has nothing left to do is pending.");
    }

    /// <summary>Every act told its fact, once; what was told beyond are ends that had come, each once.</summary>
    private void CheckFacts()
    {
        var fresh = runner.Facts.Skip(factsSeen).ToList();
        factsSeen = runner.Facts.Count;
        foreach (var fact in fresh)
        {
            if (fact is not LeaseFact { Lease: var lease })
                throw new TrialException($"Nobody expected {fact.Name}.");
            if (model.Facts.Remove($"{fact.Name} {lease.Id}"))
                continue;
            var held = model.Leases.Find(l => l.Lease.Id == lease.Id) ?? throw new TrialException($"{lease.Id} is unknown: {fact.Name}.");
            if (!fact.Name.Equals($"license.{model.StateOf(held)}", StringComparison.OrdinalIgnoreCase))
                throw new TrialException($"{lease.Id} is {model.StateOf(held)}; told was {fact.Name}.");
            if (!told.Add(lease.Id))
                throw new TrialException($"{lease.Id} ended twice.");
        }
        if (model.Facts.Count > 0)
            throw new TrialException($"Not told: {string.Join(", ", model.Facts)}.");
    }

    private void Compare(LedgerRows rows)
    {
        foreach (var contradiction in rows.Contradictions())
            throw new TrialException(contradiction);
        Expect(model.Leases.Count.ToString(), rows.Leases.Count.ToString(), "number of leases");
        foreach (var held in model.Leases)
        {
            var (row, state) = (rows.Leases[held.Lease.Id], model.StateOf(held));
            if (state == LeaseState.Live)
                Expect(LedgerModel.Describe(held.Lease), LedgerModel.Describe(row), "row");
            if (row.State == LeaseState.Live ? told.Contains(row.Id) : row.State != state || !told.Contains(row.Id))
                throw new TrialException($"{row.Id} is {row.State} as stored, {state} as it should be, told: {told.Contains(row.Id)}.");
        }
        var seats = model.TakenSeats().ToHashSet();
        foreach (var missing in seats.Where(seat => !rows.Seats.ContainsKey(seat)))
            throw new TrialException($"{missing} is taken, and is no row.");
        foreach (var (id, book) in rows.Books)
            Expect($"{model.Books[id].Version} {model.Books[id].RevokedBefore}", $"{book.Version} {book.RevokedBefore}", "book");
    }

    private static string Describe(ActResult result) =>
        result switch
        {
            ActResult.Leased leased => $"leased {leased.Change} {LedgerModel.Describe(leased.Lease)}",
            ActResult.Ended ended => $"ended {ended.Lease.State}",
            ActResult.Refused { Denial: { Pool: { } pool } denial } =>
                $"refused {denial.Code} {pool.Name} {pool.Limit} {pool.InUse} {pool.NextSeatAt?.UnixSeconds}",
            ActResult.Refused refused => $"refused {refused.Denial.Code}",
            ActResult.Stale => "stale",
            ActResult.Done => "done",
            _ => result.ToString(),
        };

    private ClockReading ReadClock() => ledger is MemoryLedger memory ? memory.Clock : new ClockReading(ledger.Now, ledger.Now);

    private static void Expect(string expected, string actual, object what)
    {
        if (expected != actual)
            throw new TrialException($"{what}\nshould be: {expected}\nbut is:    {actual}");
    }
}
