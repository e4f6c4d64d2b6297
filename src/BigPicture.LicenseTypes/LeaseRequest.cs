namespace BigPicture.LicenseTypes;

/// <summary>Whom a lease is for.</summary>
public enum SubjectKind
{
    /// <summary>A person or account.</summary>
    User,

    /// <summary>A device.</summary>
    Machine,
}

/// <summary>What an application asks for, as a license type sees it. Ids are 1–128 characters and compared exactly.</summary>
public sealed record LeaseRequest
{
    /// <summary>Whether <see cref="SubjectId"/> names a user or a machine.</summary>
    public required SubjectKind SubjectKind { get; init; }

    /// <summary>The user or machine that will hold the lease.</summary>
    public required string SubjectId { get; init; }

    /// <summary>The device that the application runs on, where it told one.</summary>
    public string? MachineId { get; init; }

    /// <summary>The device in question: <see cref="MachineId"/>, or else the subject where that is a machine; null when none is known.</summary>
    public string? Machine => MachineId ?? (SubjectKind == SubjectKind.Machine ? SubjectId : null);

    /// <summary>The running instance of the application, where it told one.</summary>
    public string? SessionId { get; init; }

    /// <summary>
    /// Opaque text of at most 64 characters that names this lease among all of the entitlement and is equal for retries of the
    /// same request. The holder to claim with where a seat must never be shared.
    /// </summary>
    public required string LeaseKey { get; init; }

    /// <summary>The features that the lease will carry.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];
}
