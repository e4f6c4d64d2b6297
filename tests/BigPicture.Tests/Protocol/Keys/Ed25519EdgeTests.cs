using BigPicture.Protocol.Keys;
using NSec.Cryptography;
using Xunit;

namespace BigPicture.Tests.Protocol.Keys;

public sealed class Ed25519EdgeTests
{
    [Fact]
    public void Every_edge_is_judged_as_the_vectors_say()
    {
        foreach (var test in Vectors.Tests("ed25519-edges/cases.json"))
        {
            var isAccepted =
                VerifyingKey.TryCreate(test.Hex("public_key"), out var key) && key.Verifies(test.Hex("message"), test.Hex("signature"));
            Assert.True(test.Text("expect") == "either" || isAccepted == (test.Text("expect") == "accepted"), test.Text("name"));
        }
    }

    /// <summary>Whatever libsodium accepts we accept, and the rest but for a torsion part in R and keys of mixed order, where we are as strict or stricter.</summary>
    [Fact]
    public void Libsodium_differs_from_us_in_nothing_that_a_stranger_can_build()
    {
        foreach (var test in Vectors.Tests("ed25519-edges/cases.json"))
        {
            var isAccepted =
                PublicKey.TryImport(SignatureAlgorithm.Ed25519, test.Hex("public_key"), KeyBlobFormat.RawPublicKey, out var key)
                && SignatureAlgorithm.Ed25519.Verify(key!, test.Hex("message"), test.Hex("signature"));
            var expected = test.Text("name") is "good" or "key of mixed order";
            Assert.True(expected == isAccepted, $"{test.Text("name")}: {isAccepted}");
        }
    }
}
