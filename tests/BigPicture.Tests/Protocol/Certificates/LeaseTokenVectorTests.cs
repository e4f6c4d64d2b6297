using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Independent;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Certificates;

public sealed class LeaseTokenVectorTests
{
    public const string File = "lease-tokens/cases.json";

    [Fact]
    public void The_vectors_are_what_our_code_makes() =>
        VectorFiles.MustBe(
            File,
            new LeaseVectors(Trust.Root.PublicKey.Paserk, Samples.Claims.Audience, Samples.Claims.Issuer, [.. LeaseTokenCases.Whole])
        );

    [Fact]
    public void Every_vector_is_judged_as_it_says()
    {
        var file = VectorFiles.Read<LeaseVectors>(File);
        Assert.True(VerifyingKey.TryParse(file.Root, out var root));
        var verifier = new LeaseVerifier(
            new LeaseVerifierOptions
            {
                Roots = [root],
                Audience = file.Audience,
                Issuer = file.Issuer,
            }
        );
        foreach (var (name, token, at, machineId, expect) in file.Cases)
        {
            Assert.True(UtcSeconds.TryParse(at, out var now));
            var verdict = verifier.Verify(token, now, machineId);
            var actual = verdict.Validity switch
            {
                LeaseValidity.Valid => "valid",
                LeaseValidity.ValidInGrace => "valid_in_grace",
                _ => verdict.Error.ToString(),
            };
            if (expect == DamageCases.Either)
                Assert.True(actual is "valid" or nameof(LeaseTokenError.SignatureInvalid), $"{name}: {actual}");
            else
                Assert.True(expect == actual, $"{name}: {actual} instead of {expect}");
        }
    }

    [Fact]
    public async Task A_library_that_is_not_ours_accepts_every_valid_vector()
    {
        var valid = LeaseTokenCases.All.Where(@case => @case.Expect == "valid").ToList();
        Assert.NotEmpty(valid);
        foreach (var (name, token, at, machineId, _) in valid)
        {
            Assert.True(UtcSeconds.TryParse(at, out var now));
            var seen = await IndependentVerifier.Verify(token, Trust.Root.PublicKey.Paserk, Samples.Claims.Audience, now, machineId);
            Assert.True(seen is not null, name);
        }
    }
}

internal sealed record LeaseVectors(string Root, string Audience, string Issuer, IReadOnlyList<LeaseTokenCase> Cases);
