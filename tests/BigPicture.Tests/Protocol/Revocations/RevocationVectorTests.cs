using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Revocations;

public sealed class RevocationVectorTests
{
    public const string File = "revocation-lists/cases.json";

    [Fact]
    public void The_vectors_are_what_our_code_makes() =>
        VectorFiles.MustBe(
            File,
            new ListVectors(
                Trust.Root.PublicKey.Paserk,
                Samples.Claims.Audience,
                Samples.Claims.Issuer,
                "acme",
                [.. RevocationCases.All],
                [.. RevocationUses.Newer],
                [.. RevocationUses.Found]
            )
        );

    [Fact]
    public void Every_vector_is_judged_as_it_says()
    {
        var file = VectorFiles.Read<ListVectors>(File);
        foreach (var @case in file.Cases)
        {
            var verdict = Judge(file, @case);
            var actual = verdict.IsAccepted ? "accepted" : verdict.Error.ToString();
            Assert.True(@case.Expect == actual, $"{@case.Name}: {actual} instead of {@case.Expect}");
            Assert.Equal(@case.Stale, verdict.List?.IsStale(TimeOf(@case)));
        }
    }

    [Fact]
    public void Every_vector_is_put_to_use_as_it_says()
    {
        var file = VectorFiles.Read<ListVectors>(File);
        foreach (var (name, held, offered, expect) in file.Newer)
            Assert.True(Judge(file, offered).List!.IsNewerThan(Judge(file, held).List!) == expect, name);
        foreach (var (name, list, lease, expect) in file.Found)
        {
            Assert.True(LeaseToken.TryRead(lease, out var token, out _));
            var found = Judge(file, list).List!.Find(token).ToString().ToLowerInvariant();
            Assert.True(found == expect, $"{name}: {found} instead of {expect}");
        }
    }

    private static RevocationVerification Judge(ListVectors file, ListCase @case)
    {
        Assert.True(VerifyingKey.TryParse(file.Root, out var root));
        var verifier = new RevocationVerifier(
            new LeaseVerifierOptions
            {
                Roots = [root],
                Audience = file.Audience,
                Issuer = file.Issuer,
            }
        );
        return verifier.Verify(@case.Token.PadRight(@case.PadTo ?? 0, 'A'), file.Tenant, TimeOf(@case));
    }

    private static DateTimeOffset TimeOf(ListCase @case) =>
        UtcSeconds.TryParse(@case.At, out var time) ? time : throw new InvalidOperationException(@case.At);
}

internal sealed record ListVectors(
    string Root,
    string Audience,
    string Issuer,
    string Tenant,
    IReadOnlyList<ListCase> Cases,
    IReadOnlyList<NewerCase> Newer,
    IReadOnlyList<FoundCase> Found
);
