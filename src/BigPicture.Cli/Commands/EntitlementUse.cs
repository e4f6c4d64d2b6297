using BigPicture.Cli.Http;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>The entitlements of a server, and how many leases live under each.</summary>
/// <param name="IsPart">There are more entitlements or leases than were looked at.</param>
internal sealed record EntitlementUse(IReadOnlyList<UseOfEntitlement> Entitlements, bool IsPart)
{
    /// <summary>Pages of 200 that are looked at: a glance, no load.</summary>
    private const int PagesMax = 25;

    /// <summary>Nobody could ask.</summary>
    public static EntitlementUse None { get; } = new([], false);

    public static async Task<Answer<EntitlementUse>> Read(LicenseServer server, CancellationToken cancel)
    {
        var leases = new Dictionary<string, int>(StringComparer.Ordinal);
        var (counted, isPart) = await Pages(
            cursor => server.Get(Path("leases", cursor), WireJson.Answers.LeaseList, cancel),
            page => page.NextCursor,
            page =>
            {
                foreach (var lease in page.Leases)
                    leases[lease.EntitlementId] = leases.GetValueOrDefault(lease.EntitlementId) + 1;
            }
        );
        if (counted is not null)
            return counted;
        var entitlements = new List<EntitlementAnswer>();
        var (listed, isShort) = await Pages(
            cursor => server.Get(Path("entitlements", cursor), WireJson.Answers.EntitlementList, cancel),
            page => page.NextCursor,
            page => entitlements.AddRange(page.Entitlements)
        );
        if (listed is not null)
            return listed;
        var all = entitlements.ConvertAll(e => new UseOfEntitlement(e, leases.GetValueOrDefault(e.EntitlementId)));
        return new Answer<EntitlementUse>(new EntitlementUse(all, isPart || isShort), "");
    }

    private static async Task<(Failure? Failure, bool IsPart)> Pages<T>(
        Func<string?, Task<Answer<T>>> ask,
        Func<T, string?> next,
        Action<T> take
    )
    {
        string? cursor = null;
        for (var i = 0; i < PagesMax; i++)
        {
            var page = await ask(cursor);
            if (page.Failed(out var failure))
                return (failure, true);
            take(page.Value);
            cursor = next(page.Value);
            if (cursor is null)
                return (null, false);
        }
        return (null, true);
    }

    private static string Path(string list, string? cursor) => Route.To(list).With(("limit", 200), ("cursor", cursor));
}

internal sealed record UseOfEntitlement(EntitlementAnswer Of, int LiveLeases)
{
    /// <summary>What its policy says under a key; empty when nothing.</summary>
    public string Policy(string key) => Of.PolicyJson.TryGetProperty(key, out var value) ? value.ToString() : "";
}
