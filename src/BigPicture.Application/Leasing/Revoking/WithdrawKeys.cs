using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>Keys whose signatures no longer count are on every tenant's list from now on. Those that are already change nothing.</summary>
public sealed record WithdrawKeys(ImmutableArray<WithdrawnKey> Keys) : ICommand<int>;

/// <param name="KeyId"><c>k4.pid.…</c></param>
/// <param name="Until">The last moment of its certificate's dates: nothing that it signed verifies after it.</param>
public sealed record WithdrawnKey(string KeyId, Instant Until);

internal sealed class WithdrawKeysHandler(IRevocationStore store, ILedgerTime time, FactLog log)
    : IRequestHandler<WithdrawKeys, Outcome<int>>
{
    /// <returns>How many were not on the lists before.</returns>
    public async Task<Outcome<int>> Handle(WithdrawKeys request, CancellationToken cancel)
    {
        var listed = (await store.Read(TenantId.Vendor, endedAfter: default, cancel)).Revoked.Select(revoked => revoked.Id).ToHashSet();
        var added = request.Keys.Where(key => !listed.Contains(key.KeyId)).ToList();
        foreach (var key in added)
            log.Tell(Revoked.OfKey(key.KeyId, time.Now, key.Until + 1));
        return added.Count;
    }
}
