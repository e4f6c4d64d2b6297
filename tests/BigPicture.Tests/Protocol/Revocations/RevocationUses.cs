using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Revocations;

/// <summary>A list that is held, one that is offered, and whether it replaces the first.</summary>
internal sealed record NewerCase(string Name, ListCase Held, ListCase Offered, bool Expect);

/// <summary>A list, a lease that was good when the list was issued, and the entry that it falls under.</summary>
internal sealed record FoundCase(string Name, ListCase List, string Lease, string Expect);

/// <summary>What accepted lists are good for, in <c>tests/vectors/revocation-lists</c>.</summary>
internal static class RevocationUses
{
    private static readonly ListTrust Trusted = new();
    private static readonly RevocationList List = ListTrust.Sample;
    private static readonly LeaseTokenClaims Lease = Samples.Claims;

    public static IEnumerable<NewerCase> Newer =>
        [
            new("a greater epoch", Case(List), Case(List with { Epoch = 18 }), true),
            new(
                "a greater epoch that was signed before",
                Case(List),
                Case(List with { Epoch = 18, IssuedAt = List.IssuedAt.AddHours(-1) }),
                true
            ),
            new(
                "a smaller epoch that was signed later",
                Case(List),
                Case(List with { Epoch = 16, IssuedAt = List.IssuedAt.AddSeconds(30) }),
                false
            ),
            new("the same", Case(List), Case(List), false),
            new("the same epoch, signed later", Case(List), Case(List with { IssuedAt = List.IssuedAt.AddSeconds(30) }), true),
            new("the same epoch, signed before", Case(List), Case(List with { IssuedAt = List.IssuedAt.AddSeconds(-30) }), false),
            new(
                "another series, issued later",
                Case(List),
                Case(List with { Series = "series-2", Epoch = 1, IssuedAt = List.IssuedAt.AddSeconds(30) }),
                true
            ),
            new(
                "another series, issued before",
                Case(List),
                Case(List with { Series = "series-2", Epoch = 99, IssuedAt = List.IssuedAt.AddSeconds(-30) }),
                false
            ),
        ];

    public static IEnumerable<FoundCase> Found =>
        [
            Found_("a lease that is on no list", List, RevokedBy.Nothing),
            Found_("a lease by its id", List with { Leases = [.. List.Leases, Lease.LeaseId] }, RevokedBy.Lease),
            Found_("by its entitlement, from before", With(Lease.IssuedAt.AddSeconds(1)), RevokedBy.Entitlement),
            Found_("its entitlement, from that very moment", With(Lease.IssuedAt), RevokedBy.Nothing),
            Found_("by the key that signed it", List with { Keys = [Trust.LeaseKey.PublicKey.Id] }, RevokedBy.Key),
            Found_("by the delegate that certified that key", List with { Keys = [Trust.DelegateKey.PublicKey.Id] }, RevokedBy.Key),
            Found_("another key", List with { Keys = [BouncyCastleSigner.Number(5).PublicKey.Id] }, RevokedBy.Nothing),
        ];

    private static RevocationList With(DateTimeOffset issuedBefore) =>
        List with
        {
            Entitlements = [.. List.Entitlements, new RevokedEntitlement(Lease.Entitlement, issuedBefore)],
        };

    private static ListCase Case(RevocationList list) => new("", Trusted.Token(list), RevocationCases.At, null, "accepted", false);

    private static FoundCase Found_(string name, RevocationList list, RevokedBy expect) =>
        new(name, Case(list), new Trust().Token(Lease), expect.ToString().ToLowerInvariant());
}
