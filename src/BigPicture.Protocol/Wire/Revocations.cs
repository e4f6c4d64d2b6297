namespace BigPicture.Protocol.Wire;

/// <summary>
/// Answer of <c>GET /v1/license/revocations</c>, and the data of each <see cref="LicenseStream.RevocationsEvent"/> of
/// <c>GET /v1/license/stream</c>.
/// </summary>
public sealed record RevocationsAnswer
{
    /// <summary>The signed list: read it with <see cref="Revocations.RevocationVerifier"/>.</summary>
    public required string Token { get; init; }

    /// <summary>The list's epoch, for a look without opening it. Only what is signed counts.</summary>
    public required long Epoch { get; init; }
}

/// <summary>
/// <c>GET /v1/license/stream</c>: server-sent events (WHATWG HTML, section 9.2), the whole list at connect and after each change. A connection whose
/// <c>Last-Event-ID</c> is the current epoch gets nothing until it grows.
/// </summary>
public static class LicenseStream
{
    /// <summary>The value of <c>event</c>; <c>id</c> is the epoch, <c>data</c> a <see cref="RevocationsAnswer"/> on one line.</summary>
    public const string RevocationsEvent = "revocations";

    /// <summary>A comment line comes at least so often, so that a reader knows a dead connection from a quiet one.</summary>
    public const int HeartbeatSeconds = 15;
}
