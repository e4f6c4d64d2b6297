using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Testing.Leasing;

/// <summary>What the cases of <see cref="LedgerStoreSuite"/> do before they ask, and how they ask.</summary>
internal static class SuiteSteps
{
    public static async Task<Lease> Issue(ILedgerUnderTest ledger, Lease lease, Grant grant)
    {
        await ledger.Open(OpenBook());
        return Leased(await new BatchRunner(ledger).Post(Activate(lease, grant)));
    }

    public static async Task Fill(ILedgerUnderTest ledger, int count)
    {
        await ledger.Open(OpenBook());
        var acts = Enumerable.Range(1, count).Select(i => Activate(Lease(LeaseOf(i), $"u{i}"), Grant(Seat($"u{i}", count))));
        await new BatchRunner(ledger).Post([.. acts]);
    }

    public static async Task<PageFault> Fault(ILedgerSession session, LeaseAct act)
    {
        var result = session.Page.Apply(act);
        if (result is not ActResult.Faulted faulted)
            throw new SuiteException($"No fault, but {result}.");
        await session.Load(faulted.Fault, default);
        return faulted.Fault;
    }

    public static async Task<Lease> Load(ILedgerUnderTest ledger, LeaseAct act, LeaseId id)
    {
        await using var session = await ledger.Store.Open([act], BatchCommitter.NobodyLate, default);
        return session.Page.TryLease(id, out var lease) ? lease : throw new SuiteException($"{id} is not on the page.");
    }

    public static async Task<string> Taken(ILedgerUnderTest ledger) =>
        (await ledger.Read()).Pools[new PoolKey(Entitlement, "seats")].Taken.ToString();

    public static Lease Leased(ActResult result) =>
        result is ActResult.Leased { Lease: var lease } ? lease : throw new SuiteException($"{result}");

    // Records print their members; a list of features prints only its type.
    public static string Text(Lease lease) => $"{lease} [{string.Join('|', lease.Features)}]";

    public static string Text(LedgerRows rows) =>
        string.Join(
            '\n',
            rows.Books.Values.Select(row => $"{row}")
                .Concat(rows.Pools.Values.Select(row => $"{row}"))
                .Concat(rows.Seats.Values.Select(row => $"{row}"))
                .Concat(rows.Leases.Values.Select(Text))
                .Concat(rows.Events.Select(row => $"{row.Id} {row.Name} {row.Subject} {row.At}"))
        );

    public static void Equal(string expected, string actual, string what)
    {
        if (expected != actual)
            throw new SuiteException($"{what}: should be {expected}, but is {actual}.");
    }

    public static void Require(bool holds, string what)
    {
        if (!holds)
            throw new SuiteException($"Not so: {what}.");
    }
}
