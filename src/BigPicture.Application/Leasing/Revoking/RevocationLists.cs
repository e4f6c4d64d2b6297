using System.Collections.Concurrent;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>
/// Each tenant's revocation list, signed once for an epoch and kept. All servers sign the same list, byte for byte: it is dated with what the
/// database says and with fixed times of the day, not with the moment at which somebody asked.
/// </summary>
internal sealed class RevocationLists(IServiceScopeFactory scopes, IRevocationSigner signer, ILedgerTime time)
{
    /// <summary>A list is stale after a day; who follows gets the next one after half of it at the latest.</summary>
    public const int Seconds = 86_400;
    public const int RenewSeconds = Seconds / 2;

    private const int TenantsMax = 10_000;

    private static readonly Denial NoKey = new(DenialCode.Unavailable, "This server has no key that may sign revocation lists.")
    {
        RetryAfterSeconds = 60,
    };

    private readonly ConcurrentDictionary<TenantId, Slot> slots = new();

    /// <summary>The list as it stands committed.</summary>
    public async Task<Outcome<SignedList>> Get(TenantId tenant, CancellationToken cancel) =>
        await At(tenant, (await Epochs([tenant], cancel))[tenant], cancel);

    /// <summary>The list of this epoch or a later one.</summary>
    public async Task<Outcome<SignedList>> At(TenantId tenant, long epoch, CancellationToken cancel)
    {
        var slot = SlotOf(tenant);
        if (Good(slot, epoch) is { } kept)
            return kept;
        await slot.Turn.WaitAsync(cancel);
        try
        {
            if (Good(slot, epoch) is { } meanwhile)
                return meanwhile;
            if (await Sign(tenant, cancel) is not { } signed)
                return NoKey;
            slot.List = signed;
            return signed;
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Never below what this server has told.</summary>
    public async Task<IReadOnlyDictionary<TenantId, long>> Epochs(IReadOnlyCollection<TenantId> tenants, CancellationToken cancel)
    {
        // What was told stood committed before it is read here, so a database that knows less of it was put back to an earlier state.
        var told = tenants.Select(tenant => (tenant, Epoch: slots.GetValueOrDefault(tenant)?.List?.Epoch ?? 0)).ToList();
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IRevocationStore>();
        var epochs = await store.Epochs(tenants, cancel);
        if (!told.Exists(known => epochs[known.tenant] < known.Epoch))
            return epochs;
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RaiseEpochs(), cancel);
        return await store.Epochs(tenants, cancel);
    }

    private async Task<SignedList?> Sign(TenantId tenant, CancellationToken cancel)
    {
        var now = time.Now;
        var begun = now - now.UnixSeconds % RenewSeconds;
        await using var scope = scopes.CreateAsyncScope();
        var state = await scope.ServiceProvider.GetRequiredService<IRevocationStore>().Read(tenant, endedAfter: begun, cancel);

        var changed = Instant.Max(begun, state.RaisedAt);
        var issuedAt = state.Revoked.Select(revoked => revoked.Until).Where(until => until <= now).Append(changed).Max();
        var standing = state.Revoked.Where(revoked => revoked.Until > issuedAt).ToList();
        var token = signer.Sign(new RevocationContents(tenant, state.Epoch, issuedAt, Seconds, standing));
        var renewAt = begun + RenewSeconds;
        return token is null
            ? null
            : new SignedList(state.Epoch, issuedAt, standing.Select(revoked => revoked.Until).Append(renewAt).Min(), renewAt, token);
    }

    private SignedList? Good(Slot slot, long epoch) =>
        slot.List is { } list && list.Epoch >= epoch && time.Now < list.FreshUntil ? list : null;

    private Slot SlotOf(TenantId tenant)
    {
        if (slots.Count > TenantsMax)
            slots.Clear();
        return slots.GetOrAdd(tenant, _ => new Slot());
    }

    private sealed class Slot
    {
        private SignedList? list;

        /// <summary>One signs, and all who wait get what it signed.</summary>
        public SemaphoreSlim Turn { get; } = new(1);

        public SignedList? List
        {
            get => Volatile.Read(ref list);
            set => Volatile.Write(ref list, value);
        }
    }
}
