using System.Collections.Concurrent;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing;

/// <summary>
/// Records refusals of leases: the first of its kind at once and durably, those of the following minute counted in memory and told as
/// one. A crash can lose the count of that minute, never the fact that there were denials.
/// </summary>
internal sealed class DenialLog(LeaseLedger lanes, TimeProvider clock)
{
    public const int WindowSeconds = 60;
    private const int WindowsMax = 100_000;

    private readonly ConcurrentDictionary<Kind, Window> windows = new();

    /// <param name="ledger">As the caller who was refused has it.</param>
    public async Task Note(
        ILeaseLedger ledger,
        LeaseApplication asked,
        Denial denial,
        string? attemptId,
        bool final,
        CancellationToken cancel
    )
    {
        if (denial.Code == DenialCode.Unavailable)
            return; // Nobody was refused a seat: the server was busy, and the caller comes again.

        var now = Instant.From(clock.GetUtcNow());
        var fact = new LeaseDenied(
            asked.Tenant!.Value,
            now,
            asked.Product,
            denial.Entitlement,
            asked.Subject,
            denial.Code,
            denial.Pool?.Name,
            Count: 1,
            attemptId,
            final
        );
        var kind = new Kind(fact.Tenant, fact.Product, fact.Entitlement, fact.Who, fact.Code, fact.Pool);
        if (windows.TryGetValue(kind, out var open) && open.TryCount(fact))
            return;
        var window = new Window(now);
        if (windows.Count < WindowsMax)
            windows[kind] = window;
        try
        {
            await ledger.Post(NoteOf(fact), cancel);
        }
        catch
        {
            // The first was not told, so there is nothing to count others to.
            windows.TryRemove(KeyValuePair.Create(kind, window));
            throw;
        }
    }

    /// <summary>Tells the minutes that are over; at the end of the server, all of them.</summary>
    public async Task<int> Tell(bool all, CancellationToken cancel)
    {
        var now = Instant.From(clock.GetUtcNow());
        var told = 0;
        foreach (var (kind, window) in windows)
        {
            if (!all && window.OpenedAt + WindowSeconds > now)
                continue;
            windows.TryRemove(kind, out _);
            if (window.Close() is not { } counted)
                continue;
            await lanes.Post(NoteOf(counted with { At = now }), cancel);
            told++;
        }
        return told;
    }

    private static DenialNote NoteOf(LeaseDenied fact) => new(fact.Tenant, fact.Entitlement ?? default, fact);

    private sealed record Kind(TenantId Tenant, ProductId Product, EntitlementId? Entitlement, Subject Who, DenialCode Code, string? Pool);

    /// <summary>A minute of the same refusal, of which the first was told already.</summary>
    private sealed class Window(Instant openedAt)
    {
        private readonly Lock gate = new();
        private LeaseDenied? last;
        private int count;
        private bool closed;

        public Instant OpenedAt => openedAt;

        public bool TryCount(LeaseDenied fact)
        {
            lock (gate)
            {
                if (closed || openedAt + WindowSeconds <= fact.At)
                    return false;
                last = fact;
                count++;
                return true;
            }
        }

        public LeaseDenied? Close()
        {
            lock (gate)
            {
                closed = true;
                return last is null ? null : last with { Count = count };
            }
        }
    }
}
