using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Whether a token stands for a lease that is in force, as this server sees it now. Changes nothing.</summary>
/// <param name="MachineId">The machine that the token was found on, for a lease that is bound to one.</param>
public sealed record ValidateLease(string Token, string? MachineId = null) : IQuery<Validation>;

/// <param name="Denial">Why it is not in force; null when it is.</param>
/// <param name="Record">The lease, where the token is genuine and its row is still kept.</param>
public sealed record Validation(Denial? Denial, LeaseRecord? Record);

internal sealed class ValidateLeaseValidator : AbstractValidator<ValidateLease>
{
    public ValidateLeaseValidator() => RuleFor(request => request.MachineId).IsTextOrAbsent("machine_id", LeaseApplication.IdMax);
}

internal sealed class ValidateLeaseHandler(ILeaseReader leases, ILeaseTokens tokens, Caller caller, ILedgerTime time)
    : IRequestHandler<ValidateLease, Outcome<Validation>>
{
    public async Task<Outcome<Validation>> Handle(ValidateLease request, CancellationToken cancel)
    {
        var read = await tokens.Read(request.Token, cancel);
        if (read.IsDenied(out var invalid))
            return new Validation(invalid, null);
        var presented = read.Value;
        if (!caller.Sees(presented.Tenant) || !caller.Sees(presented.Product))
            return Denial.NotFound(presented.Lease.ToString());
        if (await leases.Find(presented.Tenant, presented.Lease, cancel) is not { } found)
            return new Validation(Ladder.Unknown(presented.Lease), null);

        var now = time.Trusted;
        return new Validation(Refuse(found, presented.Generation, request.MachineId, now), found);
    }

    private static Denial? Refuse(LeaseRecord found, int generation, string? machineId, Instant now)
    {
        var lease = found.Lease;
        if (Ladder.Refuse(lease, generation, now, found.RevokedBefore) is { } over)
            return over;
        return lease.BindMachine && machineId is not null && machineId != (lease.MachineId ?? lease.SubjectId)
            ? new Denial(DenialCode.SubjectMismatch, $"{lease.Id} is bound to another machine.")
            : null;
    }
}
