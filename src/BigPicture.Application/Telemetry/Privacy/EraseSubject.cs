using System.Buffers.Text;
using System.Security.Cryptography;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Privacy;

/// <summary>
/// Takes a person or a machine out of a tenant's ended leases, events and audit trail. Final. Goes a stretch of the events at a time; who asked is told
/// where to go on.
/// </summary>
/// <param name="After">The position in the feed after which to begin; 0: from the first event.</param>
public sealed record EraseSubject(TenantId Tenant, Subject Who, long After = 0) : ICommand<Erasure>
{
    /// <summary>Events looked at in one transaction, for which grants on a local server wait.</summary>
    public const int StretchMax = 2_000;
}

/// <param name="LiveLeases">In force, and so still in its name.</param>
/// <param name="NextAfter">Where to go on; null: all is done.</param>
public sealed record Erasure(int Leases, int LiveLeases, int Events, int AuditEvents, long? NextAfter);

internal sealed class EraseSubjectValidator : AbstractValidator<EraseSubject>
{
    private const int IdMax = 128;

    public EraseSubjectValidator()
    {
        RuleFor(request => request.Tenant.Value).IsOperatorName("tenant_id");
        RuleFor(request => request.Who.Id).IsText("subject_id", IdMax);
        RuleFor(request => request.After).Check("after", after => after < 0 ? "must be 0 or more" : null);
    }
}

internal sealed class EraseSubjectHandler(
    IEventReader events,
    IErasureStore store,
    Caller caller,
    FactLog log,
    IMediator mediator,
    TimeProvider clock
) : IRequestHandler<EraseSubject, Outcome<Erasure>>
{
    private const int ReplacementBytes = 12;

    public async Task<Outcome<Erasure>> Handle(EraseSubject request, CancellationToken cancel)
    {
        // Events are nobody's to change: what serves tenants has no right to, and the database would refuse.
        if (caller.RefuseTied("erase people") is { } refused)
            return refused;
        if ((await mediator.Send(new RequireNames(request.Tenant, []), cancel)).IsDenied(out var denial))
            return denial;

        var replacement = "erased_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ReplacementBytes));
        var forgotten = await mediator.Send(new ForgetSubject(request.Tenant, request.Who, replacement), cancel);
        var slice = await events.Read(new EventFilter(request.Tenant, []), request.After, EraseSubject.StretchMax, cancel);
        var changed = 0;
        foreach (var stored in slice.Events)
        {
            if (PersonIn.Replace(stored.Row.Data, request.Who, replacement) is not { } data)
                continue;
            await store.Rewrite(stored.Row.Tenant, stored.Row.Id, data, cancel);
            changed++;
        }
        var persons = await store.ErasePersons(request.Tenant, data => PersonIn.Names(data, request.Who), cancel);
        log.Tell(new SubjectErased(request.Tenant, replacement, forgotten.Ended, changed, Instant.From(clock.GetUtcNow())));
        return new Erasure(
            forgotten.Ended,
            forgotten.Live,
            changed,
            persons,
            slice.Events.Count == EraseSubject.StretchMax ? slice.ReadTo : null
        );
    }
}

public interface IErasureStore
{
    /// <summary>In the transaction in hand.</summary>
    Task Rewrite(TenantId tenant, EventId id, byte[] data, CancellationToken cancel);

    /// <summary>Takes away, in the transaction in hand, what names a person beside a tenant's chain where <paramref name="isMeant"/> says so of it.</summary>
    Task<int> ErasePersons(TenantId tenant, Func<string, bool> isMeant, CancellationToken cancel);
}
