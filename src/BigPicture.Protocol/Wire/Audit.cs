using System.Text.Json;

namespace BigPicture.Protocol.Wire;

/// <summary>Answer of <c>GET /v1/audit/events</c>: newest first.</summary>
public sealed record AuditList
{
    /// <summary>The acts of this page.</summary>
    public required IReadOnlyList<AuditEvent> Events { get; init; }

    /// <summary>Where the next page begins; absent on the last one.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>One act of an administrator, as a link of its tenant's chain.</summary>
public sealed record AuditEvent
{
    /// <summary>The tenant in whose chain it stands; <c>_vendor</c> for what all tenants share.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its place in that chain: 1, 2, 3 … without holes.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was done: one of <see cref="EventNames"/>, or <c>clock.accepted</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The id of what it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>Who did it.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>The request's <c>X-Request-Id</c>; absent for what no request did.</summary>
    public string? RequestId { get; init; }

    /// <summary>How it stood before; absent where it did not exist.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>How it stood afterwards.</summary>
    public required JsonElement After { get; init; }

    /// <summary>What in it names a person or a machine; absent where nothing does, or where it was erased.</summary>
    public JsonElement? Person { get; init; }

    /// <summary>SHA-256 over the link before and this one, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>Who did something.</summary>
public sealed record AuditActor
{
    /// <summary>One of <see cref="AuditActorTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary><c>token_…</c>: the API token that was shown.</summary>
    public string? TokenId { get; init; }

    /// <summary>The address that the request came from.</summary>
    public string? Address { get; init; }
}

/// <summary>Values of an actor's <c>type</c>.</summary>
public static class AuditActorTypes
{
    /// <summary>Whoever showed an API token.</summary>
    public const string ApiToken = "api_token";

    /// <summary>The server itself, or a command on its machine.</summary>
    public const string Server = "server";
}

/// <summary>Answer of <c>GET /v1/audit/status</c>: where a chain stands. Keep it elsewhere: whoever holds one finds out if the chain is cut shorter.</summary>
public sealed record AuditStatusAnswer
{
    /// <summary>The tenant whose chain it is; <c>_vendor</c> for what all tenants share.</summary>
    public required string TenantId { get; init; }

    /// <summary>How many acts are kept.</summary>
    public required long Events { get; init; }

    /// <summary>The sequence of the last act; 0: there was none yet.</summary>
    public required long LastSequence { get; init; }

    /// <summary>The sequence up to which acts were old enough to be taken away; 0: none was.</summary>
    public required long PurgedSequence { get; init; }

    /// <summary>When the last act was done; absent where there was none yet.</summary>
    public DateTimeOffset? LastTime { get; init; }

    /// <summary>The hash of the last act, in lower-case hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>The PASERK id of the key that sealed all this; absent where there was no act yet.</summary>
    public string? KeyId { get; init; }

    /// <summary>The Ed25519 signature, in base64url.</summary>
    public string? Seal { get; init; }
}
