namespace BigPicture.IntegrationTests.Client;

/// <summary>What stands between an application and its server.</summary>
public enum Fault
{
    /// <summary>Nothing: calls pass.</summary>
    None,

    /// <summary>Nobody listens.</summary>
    Refused,

    /// <summary>The connection is reset once the request is read.</summary>
    Reset,

    /// <summary>The server has done what it was asked for, and half of its answer arrives.</summary>
    HalfAnswer,

    /// <summary>Bytes that are no HTTP.</summary>
    Garbage,

    /// <summary>200 with a page of a captive portal.</summary>
    OtherPage,

    /// <summary>Nothing is answered, ever.</summary>
    Slow,

    /// <summary>403, from a proxy rather than from a license server.</summary>
    ClientError,

    /// <summary>500, with a problem document.</summary>
    ServerError,

    /// <summary>503 with <c>Retry-After</c>.</summary>
    Unavailable,
}
