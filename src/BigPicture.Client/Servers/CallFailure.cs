using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Servers;

/// <summary>Why a call has no answer that can be used.</summary>
/// <param name="Server">Who was called.</param>
/// <param name="Message">One sentence.</param>
internal sealed record CallFailure(Uri Server, string Message)
{
    /// <summary>The server's own words. Null: it is away, ill, or no license server at all; another one may be asked.</summary>
    public ProblemDocument? Problem { get; init; }

    /// <summary>How long to stay away.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The code, where it is not the server's: one of <see cref="ClientCodes"/>.</summary>
    public string ClientCode { get; init; } = ClientCodes.ServerUnreachable;

    /// <summary>The server itself has judged the request.</summary>
    public bool IsRefusal => Problem is { Status: >= 400 and < 500 and not 408 and not 429 };

    public string Code => Problem?.Code ?? ClientCode;

    public LicenseRefusal AsRefusal(DateTimeOffset now) =>
        new()
        {
            Code = Code,
            Message = Problem?.Message ?? Message,
            Trace = Problem?.Details?.Trace ?? [],
            NextSeatAt = Problem?.Details?.NextSeatAt,
            RetryAt = RetryAfter is { } wait ? now + wait : null,
            RequestId = Problem?.RequestId,
            Server = Problem is null ? null : Server,
        };
}
