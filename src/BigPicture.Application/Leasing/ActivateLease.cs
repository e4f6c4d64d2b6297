using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Asks for a lease: a new one, or the one that the same key holds already.</summary>
/// <param name="Takeover">A restarted instance takes its lease back and fences the old process out.</param>
public sealed record ActivateLease(LeaseApplication Asked, bool Takeover = false, string? AttemptId = null, bool Final = false)
    : IQuery<LeaseAnswer>,
        ILeaseCall
{
    string ILeaseCall.Act => "activate";

    ProductId? ILeaseCall.AskedProduct => Asked.Product;
}

internal sealed class ActivateLeaseValidator : AbstractValidator<ActivateLease>
{
    public ActivateLeaseValidator()
    {
        RuleFor(request => request.Asked).SetValidator(new LeaseApplicationValidator());
        RuleFor(request => request.AttemptId).IsTextOrAbsent("attempt_id", LeaseApplication.IdMax);
    }
}

internal sealed class ActivateLeaseHandler(
    LeaseCandidates candidates,
    ILeaseLedger ledger,
    ILeaseTokens tokens,
    DenialLog denials,
    Caller caller,
    TimeProvider clock
) : IRequestHandler<ActivateLease, Outcome<LeaseAnswer>>
{
    public async Task<Outcome<LeaseAnswer>> Handle(ActivateLease request, CancellationToken cancel)
    {
        var tenant = request.Asked.TenantFor(caller);
        if (tenant.IsDenied(out var denial))
            return denial;
        var asked = request.Asked.WithSession(caller, clock) with { Tenant = tenant.Value };

        var result = await candidates.FirstThatGrants(asked, Take, cancel);
        if (result is ActResult.Leased leased)
            return LeaseAnswer.Of(leased, tokens);

        var refusal = ((ActResult.Refused)result).Denial;
        await denials.Note(ledger, asked, refusal, request.AttemptId, request.Final, cancel);
        return refusal;

        Task<ActResult> Take(IEntitlementView view, Lease lease, Grant grant) =>
            ledger.Post(LeaseCandidates.ActOf(asked, view, lease, grant, tokens.Signing, request.Takeover), cancel);
    }
}
