using BigPicture.Protocol.Wire;

namespace BigPicture.Client;

/// <summary>Why there is no lease, or no longer one.</summary>
public sealed record LicenseRefusal
{
    /// <summary>One of <see cref="ErrorCodes"/>, when a server refused; else one of <see cref="ClientCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for a person, naming what matters in this case.</summary>
    public required string Message { get; init; }

    /// <summary>The rules that the server asked, in order; empty when none was asked.</summary>
    public IReadOnlyList<TraceLine> Trace { get; init; } = [];

    /// <summary>The earliest time at which a seat could be free if nobody renewed; null when none is known.</summary>
    public DateTimeOffset? NextSeatAt { get; init; }

    /// <summary>When the server said to come again; null when it did not.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The server's id of the refused request, for its log; null when no server refused.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server that refused; null when none answered.</summary>
    public Uri? Server { get; init; }

    /// <summary>Code and message.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
