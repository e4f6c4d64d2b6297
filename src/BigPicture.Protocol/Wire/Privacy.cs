namespace BigPicture.Protocol.Wire;

/// <summary>Body of <c>POST /v1/privacy/erasures</c>: whom to take out of what is kept.</summary>
public sealed record EraseSubjectRequest
{
    /// <summary>Whose person or machine it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>One of <see cref="SubjectTypes"/>.</summary>
    public required string SubjectType { get; init; }

    /// <summary>The id that is to be found nowhere afterwards, compared exactly.</summary>
    public required string SubjectId { get; init; }

    /// <summary>Where the answer before said to go on; left out at first.</summary>
    public long? After { get; init; }
}

/// <summary>Answer of <c>POST /v1/privacy/erasures</c>.</summary>
public sealed record ErasureAnswer
{
    /// <summary>Ended leases in which another name stands now.</summary>
    public required int Leases { get; init; }

    /// <summary>Leases in force, which still name the subject: revoke them or wait for their end, then repeat the request.</summary>
    public required int LiveLeases { get; init; }

    /// <summary>Events in which another name stands now.</summary>
    public required int Events { get; init; }

    /// <summary>Acts in the audit trail whose personal part was taken away.</summary>
    public required int AuditEvents { get; init; }

    /// <summary>Send the request again with this <c>after</c>: there is more to look through. Absent when all is done.</summary>
    public long? NextAfter { get; init; }
}
