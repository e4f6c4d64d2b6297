using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Keys;
using BigPicture.Tests.Protocol;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed partial class PublicVectorKeyTests
{
    private static readonly string[] Folders = ["paseto", "paserk", "rfc"];

    /// <summary>Our own vectors are signed with the keys of the seeds 01…01, 02…02 and so on.</summary>
    private const int OwnSeeds = 7;

    [Fact]
    public void The_list_holds_every_key_of_the_vectors_and_no_other()
    {
        var hashes = Folders
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Vectors.Folder, folder), "*.json"))
            .SelectMany(SeedsIn)
            .Concat(Enumerable.Range(1, OwnSeeds).Select(i => Enumerable.Repeat((byte)i, 32).ToArray()))
            .Select(seed =>
            {
                using var signer = new Ed25519Signer(seed);
                return PublicVectorKeys.HashOf(signer.PublicKey.Bytes);
            })
            .Order()
            .Distinct();
        Assert.Equal(hashes, PublicVectorKeys.All.Order());
    }

    [Fact]
    public void The_keys_of_well_known_vectors_are_on_the_list()
    {
        foreach (var test in Vectors.Tests("rfc/rfc8032-ed25519.json"))
            Assert.True(VerifyingKey.TryCreate(test.Hex("publicKey"), out var key) && PublicVectorKeys.Contains(key));
        var paseto = Vectors.Tests("paseto/v4.json").First(test => test.Text("name") == "4-S-1");
        Assert.True(VerifyingKey.TryCreate(paseto.Hex("public-key"), out var pasetoKey) && PublicVectorKeys.Contains(pasetoKey));
    }

    [Theory]
    [InlineData("roots")]
    [InlineData("delegates")]
    [InlineData("lease_keys")]
    public void A_published_key_stops_the_start_in_any_role(string role)
    {
        using var folder = new TemporaryFolder();
        var options = new KeyStoreOptions { DataDirectory = folder.Path };
        KeyStore.Create(options, new FakeTimeProvider()).Dispose();

        var path = folder.In("keys", "keys.json");
        var published = PaserkText.FormatPublic(
            Vectors.Tests("paseto/v4.json").First(test => test.Text("name") == "4-S-1").Hex("public-key")
        );
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest[role]![0]!["key"] = published;
        File.WriteAllText(path, manifest.ToJsonString());

        var exception = Assert.Throws<KeyStoreException>(() => KeyStore.Open(options));
        Assert.Equal(KeyStoreFault.Published, exception.Fault);
    }

    private static IEnumerable<byte[]> SeedsIn(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. StringsIn(document.RootElement).Select(SeedOf).OfType<byte[]>()];
    }

    private static IEnumerable<string> StringsIn(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => StringsIn(member.Value)).ToList(),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(StringsIn).ToList(),
            JsonValueKind.String => [element.GetString()!],
            _ => [],
        };

    private static byte[]? SeedOf(string text)
    {
        if (HexOf32Or64().IsMatch(text))
            return Convert.FromHexString(text[..64]);
        return Base64Of32().IsMatch(text) ? Base64Url.DecodeFromChars(text) : null;
    }

    [GeneratedRegex("^(?:[0-9a-f]{64}){1,2}$")]
    private static partial Regex HexOf32Or64();

    [GeneratedRegex("^[A-Za-z0-9_-]{43}$")]
    private static partial Regex Base64Of32();
}
