using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>Every act of an administrator becomes one link of its tenant's chain; what comes by itself, and what applications do, is none.</summary>
internal sealed class AppendAudit(Caller caller) : INotificationHandler<FactsRecorded>
{
    public Task Handle(FactsRecorded recorded, CancellationToken cancel)
    {
        // Most transactions are batches of what applications do.
        if (!recorded.Facts.Any(fact => fact.Act is not null))
            return Task.CompletedTask;
        using var json = new FactJson();
        foreach (var fact in recorded.Facts)
        {
            if (fact.Act is not { } act)
                continue;
            // An act in a batch of many callers says who it was; in a command's own transaction it is the caller.
            var actor = recorded.DoneBy(fact.Subject) ?? (recorded.IsOfOneCaller ? caller.Actor : null);
            if (actor is null)
                continue;
            var (after, person) = PersonalData.Part(json.Write(fact));
            var before = recorded.StoodBefore(fact.Subject) is { } stood ? PersonalData.Part(json.Write(stood)).Others : null;
            var entry = new AuditEntry(fact.Tenant, fact.At, act, fact.Subject, actor, before, after, person);
            recorded.Writes.Audit.Add(entry);
            // The vendor's own chain names every tenant whose chain began, so that a whole chain cannot vanish.
            if (act == OpensChain)
                recorded.Writes.Audit.Add(entry with { Tenant = TenantId.Vendor });
        }
        return Task.CompletedTask;
    }

    public const string OpensChain = "tenant.created";
}
