using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry.Privacy;

/// <summary>
/// Names of people and machines as they leave the server: as they are, or each as a pseudonym that is the same within a tenant, another one
/// in the next, and found out by nobody who has not the key.
/// </summary>
/// <param name="secret">Null: as they are.</param>
public sealed class Pseudonyms(byte[]? secret)
{
    public const string Prefix = "anon_";

    /// <summary>Of the key, so that nobody tries all of them.</summary>
    public const int SecretBytesLeast = 32;

    private const int PseudonymBytes = 16;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<TenantId, byte[]> keys = new();

    public static Pseudonyms Off { get; } = new(null);

    /// <summary>An object, with every member that names somebody covered.</summary>
    public ReadOnlyMemory<byte> Cover(TenantId tenant, ReadOnlyMemory<byte> json)
    {
        if (secret is null)
            return json;
        var told = JsonNode.Parse(json.Span)!.AsObject();
        var covered = false;
        foreach (var name in PersonalData.Members)
        {
            if (told[name] is not JsonValue value || !value.TryGetValue<string>(out var text))
                continue;
            told[name] = Of(tenant, text);
            covered = true;
        }
        return covered ? JsonSerializer.SerializeToUtf8Bytes(told, Plain) : json;
    }

    private string Of(TenantId tenant, string name)
    {
        var key = keys.GetOrAdd(tenant, one => HMACSHA256.HashData(secret!, Encoding.UTF8.GetBytes("bigpicture.pseudonym\n" + one.Value)));
        return Prefix + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(name)).AsSpan(0, PseudonymBytes));
    }
}
