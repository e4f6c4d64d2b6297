using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing;

/// <summary>The reference for every <see cref="ILedgerStore"/>: one batch at a time, rows found by looking at all of them.</summary>
internal sealed class MemoryLedgerStore(MemoryLedger ledger, int step) : ILedgerStore, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);

    public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        var session = new Session(ledger, step, gate);
        session.Read([.. acts, .. late()]);
        return session;
    }

    public void Dispose() => gate.Dispose();

    private sealed class Session(MemoryLedger ledger, int step, SemaphoreSlim gate) : ILedgerSession
    {
        private readonly LedgerRows rows = ledger.Rows;
        private readonly Dictionary<PageFault, int> read = [];
        private bool disposed;

        public LedgerPage Page { get; } = new(ledger.Clock);

        public void Read(IReadOnlyList<LeaseAct> acts)
        {
            foreach (var act in acts)
                if (rows.Books.TryGetValue(act.Entitlement, out var book) && book.Tenant == act.Tenant)
                    Page.Add(book.ToBook(act.Entitlement));
            foreach (var act in acts)
                Read(act);
            Complete();
        }

        public Task Load(PageFault fault, CancellationToken cancel)
        {
            switch (fault)
            {
                case PageFault.DueSeats due:
                    var trusted = TrustedOf(due.Pool.Entitlement);
                    var dues = rows.Seats.Where(s => s.Key.PoolKey == due.Pool && s.Value.FreeAt <= trusted);
                    var seats = Next(fault, dues.Select(s => s.Key).OrderBy(key => rows.Seats[key].FreeAt).ThenBy(key => key.Holder));
                    foreach (var seat in seats)
                        ReadSeat(seat, withLeases: true);
                    Page.AddDue(due.Pool, complete: seats.Count < step);
                    break;
                case PageFault.SeatLeases shared:
                    ReadSeat(shared.Seat, withLeases: true);
                    break;
                case PageFault.RevokedLeases revoked:
                    var cut = rows.Books[revoked.Entitlement].RevokedBefore;
                    var leases = Next(fault, LiveRows(revoked.Entitlement).Where(l => l.IssuedAt < cut).OrderBy(lease => lease.Id));
                    foreach (var lease in leases)
                        Page.Add(lease);
                    Page.AddRevoked(revoked.Entitlement, complete: leases.Count < step);
                    break;
                case PageFault.SoonestSeats soonest:
                    var frees = rows.Seats.Where(s => s.Key.PoolKey == soonest.Pool).OrderBy(s => s.Value.FreeAt).Take(soonest.Count);
                    Page.AddSoonest(soonest.Pool, soonest.Count, [.. frees.Select(s => (s.Key.Holder, s.Value.FreeAt))]);
                    break;
            }
            Complete();
            return Task.CompletedTask;
        }

        public Task Commit(WriteSet writes, CancellationToken cancel)
        {
            var changes = Page.Changes;
            var gone = changes.LeasesWithoutClaims.ToHashSet();
            ledger.Rows = rows with
            {
                Books = rows.Books.SetItems(changes.Books.Select(b => KeyValuePair.Create(b.Entitlement, BookRow.Of(b)))),
                Pools = rows.Pools.SetItems(
                    changes.Pools.Select(p => KeyValuePair.Create(new PoolKey(p.Entitlement, p.Name), PoolRow.Of(p)))
                ),
                Seats = rows
                    .Seats.RemoveRange(changes.FreedSeats.Select(KeyOf))
                    .SetItems(changes.TakenSeats.Select(s => KeyValuePair.Create(KeyOf(s), SeatRow.Of(s)))),
                Leases = rows.Leases.SetItems(changes.ChangedLeases).AddRange(changes.NewLeases),
                Claims = rows.Claims.Except(rows.Claims.Where(claim => gone.Contains(claim.Lease))).Union(changes.NewClaims),
                Blocks = rows.Blocks.SetItems(changes.Blocks),
                Events = rows.Events.AddRange(writes.Events),
            };
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!disposed)
                gate.Release();
            disposed = true;
            return ValueTask.CompletedTask;
        }

        private void Read(LeaseAct act)
        {
            switch (act)
            {
                case Activation { NewLease: var wanted } activation:
                    foreach (var lease in LiveRows(act.Entitlement).Where(lease => lease.Key == wanted.Key && lease.Tenant == act.Tenant))
                        Page.Add(lease);
                    foreach (
                        var claim in rows.Books.GetValueOrDefault(act.Entitlement)?.Tenant == act.Tenant ? activation.Grant.Claims : []
                    )
                        ReadSeat(new SeatKey(act.Entitlement, claim.Pool, claim.Holder), withLeases: false);
                    if (rows.Blocks.TryGetValue((act.Entitlement, wanted.Subject), out var block))
                        Page.Add(block);
                    Page.AddLiveCount(act.Entitlement, wanted.Subject, LiveCount(act.Entitlement, wanted.Subject));
                    break;
                case Renewal renewal:
                    ReadLease(act.Tenant, renewal.LeaseId);
                    break;
                case Release release:
                    ReadLease(act.Tenant, release.LeaseId);
                    break;
                case Revocation revocation:
                    ReadLease(act.Tenant, revocation.LeaseId);
                    break;
                case Reaping reaping:
                    foreach (var lease in reaping.Leases)
                        ReadLease(act.Tenant, lease);
                    foreach (var (pool, holder) in reaping.Seats)
                        ReadSeat(new SeatKey(act.Entitlement, pool, holder), withLeases: false);
                    break;
            }
        }

        // Whatever is on the page brings what hangs on it, until there is no more.
        private void Complete()
        {
            foreach (var claim in rows.Claims.Where(claim => Page.TryLease(claim.Lease, out _)))
            {
                // A lease that the page has ended has left its seats; one that it keeps has not.
                if (!Page.TryLease(claim.Lease, out var lease) || lease.State != LeaseState.Live)
                    continue;
                Page.Add(claim);
                ReadSeat(new SeatKey(lease.Entitlement, claim.Pool, claim.Holder), withLeases: false);
            }
            foreach (var seat in Page.SeatsToComplete())
            foreach (var lease in LeasesOn(new SeatKey(seat.Entitlement, seat.Pool, seat.Holder)))
                seat.Know(lease.Id, lease.EndsAt);
        }

        private void ReadLease(TenantId tenant, LeaseId id)
        {
            if (rows.Leases.TryGetValue(id, out var lease) && lease.Tenant == tenant)
                Page.Add(lease);
        }

        private void ReadSeat(SeatKey key, bool withLeases)
        {
            if (rows.Pools.TryGetValue(key.PoolKey, out var pool))
                Page.Add(pool.ToPool(key.PoolKey));
            if (rows.Seats.TryGetValue(key, out var seat))
                Page.Add(seat.ToSeat(key));
            foreach (var lease in withLeases ? LeasesOn(key) : [])
                Page.Add(lease);
        }

        private IEnumerable<Lease> LeasesOn(SeatKey key) =>
            rows
                .Claims.Where(claim => claim.Pool == key.Pool && claim.Holder == key.Holder)
                .Select(claim => rows.Leases[claim.Lease])
                .Where(lease => lease.Entitlement == key.Entitlement);

        private IEnumerable<Lease> LiveRows(EntitlementId entitlement) =>
            rows.Leases.Values.Where(lease => lease.Entitlement == entitlement && lease.State == LeaseState.Live);

        private int LiveCount(EntitlementId entitlement, Subject subject) =>
            rows.Books.TryGetValue(entitlement, out var book)
                ? LiveRows(entitlement).Count(lease => lease.Subject == subject && lease.IsLive(TrustedOf(entitlement), book.RevokedBefore))
                : 0;

        private Instant TrustedOf(EntitlementId entitlement) => Instant.Max(ledger.Clock.Trusted, rows.Books[entitlement].LastAt);

        /// <summary>The next step of what a fault asks for; a repeated fault goes on where it was.</summary>
        private List<T> Next<T>(PageFault fault, IEnumerable<T> all)
        {
            var found = all.Skip(read.GetValueOrDefault(fault)).Take(step).ToList();
            read[fault] = read.GetValueOrDefault(fault) + found.Count;
            return found;
        }

        private static SeatKey KeyOf(Seat seat) => new(seat.Entitlement, seat.Pool, seat.Holder);
    }
}
