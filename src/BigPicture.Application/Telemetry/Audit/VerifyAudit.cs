using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>Computes every chain anew and holds it against its sealed head.</summary>
/// <param name="Known">Heads that somebody kept elsewhere: each must lie in its chain as it was told.</param>
/// <param name="Progress">Told how many links were looked at, of how many.</param>
public sealed record VerifyAudit(IReadOnlyList<KnownHead> Known, Action<long, long>? Progress = null) : IRequest<AuditVerdict>;

/// <summary>A link as it was told once: by <c>GET /v1/audit/status</c>, say.</summary>
public sealed record KnownHead(TenantId Tenant, long Number, byte[] Hash);

/// <param name="Faults">At most <see cref="FaultsMax"/>; none: no link was changed, taken away, put in or moved.</param>
/// <param name="Erased">Links from which what named a person was taken away.</param>
public sealed record AuditVerdict(long Links, int Chains, long Erased, IReadOnlyList<AuditFault> Faults)
{
    public const int FaultsMax = 100;
}

/// <param name="Number">The link; null: the chain as a whole.</param>
public sealed record AuditFault(TenantId Tenant, long? Number, string What);

internal sealed class VerifyAuditHandler(IAuditTrail trail, IAuditSeal seal) : IRequestHandler<VerifyAudit, AuditVerdict>
{
    private const int ProgressStep = 1_000;

    public async Task<AuditVerdict> Handle(VerifyAudit request, CancellationToken cancel)
    {
        var heads = await trail.Heads(cancel);
        var total = await trail.Count(cancel);
        var chains = heads.ToDictionary(head => head.Tenant, head => new ChainCheck(head.Tenant, head));
        long links = 0;
        await foreach (var record in trail.All(cancel))
        {
            if (!chains.TryGetValue(record.Row.Tenant, out var chain))
                chains.Add(record.Row.Tenant, chain = new ChainCheck(record.Row.Tenant, null));
            chain.Follow(record, request.Known);
            if (++links % ProgressStep == 0)
                request.Progress?.Invoke(links, total);
        }
        request.Progress?.Invoke(links, Math.Max(links, total));
        foreach (var chain in chains.Values)
            chain.Finish(seal, request.Known);

        var faults = chains.Values.SelectMany(chain => chain.Faults).Concat(Vanished(chains));
        foreach (var known in request.Known.Where(known => !chains.ContainsKey(known.Tenant)))
            faults = faults.Append(new AuditFault(known.Tenant, null, "the chain is gone, of which a link is known"));
        return new AuditVerdict(
            links,
            chains.Count,
            chains.Values.Sum(chain => chain.Erased),
            [.. faults.OrderBy(fault => fault.Tenant).ThenBy(fault => fault.Number).Take(AuditVerdict.FaultsMax)]
        );
    }

    /// <summary>Tenants whose beginning the vendor's chain tells, and whose own chain is not there.</summary>
    private static IEnumerable<AuditFault> Vanished(Dictionary<TenantId, ChainCheck> chains) =>
        chains.TryGetValue(TenantId.Vendor, out var vendor)
            ? vendor
                .Opened.Where(tenant => !chains.ContainsKey(tenant))
                .Select(tenant => new AuditFault(tenant, null, "the whole chain is gone"))
            : [];
}
