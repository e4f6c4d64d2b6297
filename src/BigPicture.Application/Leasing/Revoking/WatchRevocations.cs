using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>
/// A loop's tick: looks at the epochs of all tenants that somebody follows here, in one query, and tells their lists where they have grown, on
/// whichever server that was; and before a list is stale.
/// </summary>
public sealed record WatchRevocations : IQuery<int>;

internal sealed class WatchRevocationsHandler(RevocationFollowers followers, RevocationLists lists, ILedgerTime time)
    : IRequestHandler<WatchRevocations, Outcome<int>>
{
    /// <returns>How many tenants' lists were told.</returns>
    public async Task<Outcome<int>> Handle(WatchRevocations request, CancellationToken cancel)
    {
        var told = followers.Told;
        if (told.Count == 0)
            return 0;
        var epochs = await lists.Epochs([.. told.Keys], cancel);
        var changed = 0;
        foreach (var (tenant, last) in told)
        {
            if (last is not null && last.Epoch == epochs[tenant] && time.Now < last.RenewAt)
                continue;
            var list = await lists.At(tenant, epochs[tenant], cancel);
            // Without a key there is nothing to tell, and whoever asks hears so.
            if (list.IsDenied(out _))
                continue;
            followers.Tell(tenant, list.Value);
            changed++;
        }
        return changed;
    }
}
