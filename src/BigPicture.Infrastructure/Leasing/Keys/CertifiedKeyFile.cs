using System.Text.Json;
using System.Text.Json.Serialization;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>What comes back for a request: the certificates, and the root that they lead to. Nothing in it is secret.</summary>
/// <param name="Root">The root's public key, <c>k4.public</c>.</param>
/// <param name="Chain">The certificates, the key's own first, up to but without the root.</param>
internal sealed record CertifiedKeyFile(string Root, IReadOnlyList<string> Chain)
{
    public string ToJson() => JsonSerializer.Serialize(this, CertifiedKeyJson.Default.CertifiedKeyFile) + "\n";

    /// <exception cref="KeyStoreException">The text is no such file, or its chain is not sound.</exception>
    public static (CertifiedKey Key, VerifyingKey Root, IReadOnlyList<string> Chain) Read(string text, string path)
    {
        try
        {
            if (
                JsonSerializer.Deserialize(text, CertifiedKeyJson.Default.CertifiedKeyFile) is { } file
                && VerifyingKey.TryParse(file.Root, out var root)
                && CertificateChain.TryVerify(file.Chain, [root], out var key, out _)
            )
                return (key, root, file.Chain);
        }
        catch (JsonException)
        {
            // Whatever it is, it is no such file.
        }
        throw new KeyStoreException(
            KeyStoreFault.Damaged,
            $"{path} is neither what `bigpicture keys certify` wrote nor a private key that was exported, or it was changed on the way."
        );
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(CertifiedKeyFile))]
internal sealed partial class CertifiedKeyJson : JsonSerializerContext;
