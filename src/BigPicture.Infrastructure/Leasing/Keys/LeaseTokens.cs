using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Infrastructure.Leasing.Keys;

internal sealed class LeaseTokens(OwnTokens own, ILeaseReader leases) : ILeaseTokens
{
    public SigningTerms Signing => own.Keys.Terms;

    public PublishedKeys Published => new([.. own.Keys.Roots.Select(root => root.Paserk)], own.Keys.Certificates);

    public string Sign(Lease lease) => own.Sign(lease);

    public async Task<Outcome<PresentedLease>> Read(string token, CancellationToken cancel)
    {
        if (own.Read(token, out var error) is not { } presented)
            return Invalid(error);
        if (presented.Key is { } key && own.Keys.IsWithdrawn(key))
            return Withdrawn;
        var machineId = presented.NeedsMachine ? await FindMachine(presented.Lease, cancel) : null;
        return presented.IsOurs(machineId) ? presented.Lease : Invalid(LeaseTokenError.SignatureInvalid);
    }

    private async Task<string?> FindMachine(PresentedLease presented, CancellationToken cancel) =>
        await leases.Find(presented.Tenant, presented.Lease, cancel) is { } found ? LeaseClaims.MachineOf(found.Lease) : null;

    private static Denial Withdrawn { get; } =
        new(DenialCode.TokenInvalid, "The key that signed this token was withdrawn, so it proves nothing any more; activate again.");

    private static Denial Invalid(LeaseTokenError error) =>
        new(
            DenialCode.TokenInvalid,
            error switch
            {
                LeaseTokenError.TooLong or LeaseTokenError.HeaderUnknown =>
                    "The token is not a lease token; send it as activate or renew gave it.",
                LeaseTokenError.VersionUnsupported => "The token is of a later version than this server knows.",
                LeaseTokenError.RootUnknown => "The token was signed by another server.",
                LeaseTokenError.SignatureInvalid => "The token's signature does not fit: the token was changed.",
                _ => $"The token is damaged ({error}); send it as activate or renew gave it.",
            }
        );
}
