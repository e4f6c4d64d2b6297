using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;
using BigPicture.Tests.Independent;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Certificates;

public sealed class LeaseTokenVectorTests
{
    private static readonly string Path = System.IO.Path.Combine(Vectors.Folder, "lease-tokens", "cases.json");

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
    };

    [Fact]
    public void The_vectors_are_what_our_code_makes()
    {
        var made =
            JsonSerializer.Serialize(
                new VectorFile(Trust.Root.PublicKey.Paserk, Samples.Claims.Audience, Samples.Claims.Issuer, [.. LeaseTokenCases.All]),
                Json
            ) + "\n";
        if (Environment.GetEnvironmentVariable("BIGPICTURE_WRITE_VECTORS") == "1")
            File.WriteAllText(Path, made);
        Assert.Equal(made, File.ReadAllText(Path));
    }

    [Fact]
    public void Every_vector_is_judged_as_it_says()
    {
        var file = JsonSerializer.Deserialize<VectorFile>(File.ReadAllText(Path), Json)!;
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

    private sealed record VectorFile(string Root, string Audience, string Issuer, IReadOnlyList<LeaseTokenCase> Cases);
}
