namespace BigPicture.Client;

/// <summary>What an application asks a lease for.</summary>
/// <param name="Subject">Who asks.</param>
public sealed record LicenseRequest(LicenseSubject Subject)
{
    /// <summary>Only these features, all of which must be entitled; null: all without a pool of their own.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>How long the lease should last, 60 s to 90 days; null: as the policy says. Above the policy's longest it is cut.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>This entitlement (<c>ent_…</c>) and no other; null: the first that grants.</summary>
    public string? EntitlementId { get; init; }

    /// <summary>
    /// Borrowed: disposing the session keeps the lease and its seat for the next start instead of giving it back. Default false.
    /// </summary>
    public bool KeepOnDispose { get; init; }
}
