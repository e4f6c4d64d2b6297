using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>
/// Asked by whoever erases a person: puts another name in the place of this one in all leases that have ended. One that is in force keeps
/// its holder until then.
/// </summary>
public sealed record ForgetSubject(TenantId Tenant, Subject Who, string Replacement) : IRequest<ForgottenLeases>;

/// <param name="Live">Leases in force, which still name it.</param>
public sealed record ForgottenLeases(int Ended, int Live);
