using System.Globalization;
using System.Text;
using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using BigPicture.Testing;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

/// <summary>The vectors of Standard Webhooks, as far as they are about signing: what is good there is what we write.</summary>
public sealed class WebhookSignatureTests
{
    private static readonly JsonElement Vectors = JsonElement
        .Parse(File.ReadAllText(Path.Combine(Checkout.Root, "tests/vectors/standard-webhooks/vectors.json")))
        .GetProperty("tests");

    /// <summary>RFC 8032, TEST 1: the seed of the public key in the vectors.</summary>
    private static readonly byte[] Seed = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    public static TheoryData<string> Symmetric => Named(v => Text(v, "secret").StartsWith("whsec_", StringComparison.Ordinal));

    public static TheoryData<string> Asymmetric => Named(v => Text(v, "secret").StartsWith("whpk_", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Symmetric))]
    public void A_call_carries_the_symmetric_signature_of_the_vectors(string name)
    {
        var vector = Vectors.EnumerateArray().Single(v => Text(v, "name") == name);
        var secret = Convert.FromBase64String(Text(vector, "secret")["whsec_".Length..]);

        // Those of another secret stand beside it while secrets change over.
        Assert.Contains(Sign(SignatureKind.Symmetric, [secret], vector), Text(vector, "signature").Split(' '));
    }

    [Theory]
    [MemberData(nameof(Asymmetric))]
    public void A_call_carries_the_asymmetric_signature_of_the_vectors(string name)
    {
        var vector = Vectors.EnumerateArray().Single(v => Text(v, "name") == name);

        Assert.Equal(Text(vector, "secret"), new WebhookSignature().PublicKey(Seed));
        Assert.Equal(Text(vector, "signature"), Sign(SignatureKind.Asymmetric, [Seed], vector));
    }

    [Fact]
    public void Each_secret_signs_for_itself()
    {
        var vector = Vectors[0];
        byte[] other = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        var secret = Convert.FromBase64String(Text(vector, "secret")["whsec_".Length..]);

        Assert.Equal(
            $"{Sign(SignatureKind.Symmetric, [other], vector)} {Text(vector, "signature")}",
            Sign(SignatureKind.Symmetric, [other, secret], vector)
        );
    }

    private static string Sign(SignatureKind kind, byte[][] secrets, JsonElement vector) =>
        WebhookSignature.Header(
            kind,
            secrets,
            Text(vector, "id"),
            new Instant(long.Parse(Text(vector, "timestamp"), CultureInfo.InvariantCulture)),
            Encoding.UTF8.GetBytes(Text(vector, "body"))
        );

    private static TheoryData<string> Named(Func<JsonElement, bool> fits) =>
        [.. Vectors.EnumerateArray().Where(v => v.GetProperty("valid").GetBoolean() && fits(v)).Select(v => Text(v, "name"))];

    private static string Text(JsonElement vector, string member) => vector.GetProperty(member).GetString()!;
}
