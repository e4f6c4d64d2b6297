namespace BigPicture.Application.Leasing.Ledger;

/// <summary>Tells the host that the database can no longer be trusted, so that it stops instead of acknowledging what may be lost.</summary>
public interface IStorageFaults
{
    /// <summary>What failed; null while all is well.</summary>
    string? Failure { get; }

    /// <summary>Cancelled at the first failure.</summary>
    CancellationToken Failed { get; }
}
