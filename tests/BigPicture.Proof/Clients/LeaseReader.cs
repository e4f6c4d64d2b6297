using System.Text.Json;
using BigPicture.Proof.Histories;
using BigPicture.Proof.Rig;
using BigPicture.Protocol.Wire;

namespace BigPicture.Proof.Clients;

/// <summary>Reads all leases that a site lists, once all is over.</summary>
internal static class LeaseReader
{
    private static readonly string[] Statuses =
    [
        LeaseStatuses.Active,
        LeaseStatuses.Released,
        LeaseStatuses.Revoked,
        LeaseStatuses.Expired,
    ];

    /// <exception cref="InvalidOperationException">A server that is ready does not answer.</exception>
    public static async Task<List<ListedLease>> All(Site site)
    {
        using var line = new Line(site.AdminToken, Line.Patient);
        // One that ends between two lists is told by both; the later one counts.
        var all = new Dictionary<string, ListedLease>();
        foreach (var status in Statuses)
        {
            string? cursor = null;
            do
            {
                var path =
                    $"/v1/leases?product_id={PoolBook.Product}&status={status}&limit=200{(cursor is null ? "" : $"&cursor={cursor}")}";
                var answer = await line.Ask(HttpMethod.Get, site.Replicas[0].Url, path, body: null);
                if (answer.Status != 200)
                    throw new InvalidOperationException($"The leases could not be read: {answer.Status} {answer.Words} {answer.Body}");
                var page = answer.Body.Deserialize(WireJsonContext.Default.LeaseList)!;
                foreach (var lease in page.Leases)
                    all[lease.LeaseId] = Listed(lease);
                cursor = page.NextCursor;
            } while (cursor is not null);
        }
        return [.. all.Values];
    }

    private static ListedLease Listed(LeaseView lease) =>
        new()
        {
            LeaseId = lease.LeaseId,
            Entitlement = lease.EntitlementId,
            Status = lease.Status,
            Generation = lease.Generation,
            IssuedAt = lease.IssuedAt.ToUnixTimeSeconds(),
            ExpiresAt = lease.ExpiresAt.ToUnixTimeSeconds(),
        };
}
