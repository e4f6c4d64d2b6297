namespace BigPicture.Application.Contracts;

/// <summary>Tells the host that the database can no longer be trusted, so that it stops instead of acknowledging what may be lost.</summary>
public interface IStorageFaults
{
    /// <summary>What failed; null while all is well.</summary>
    string? Failure { get; }

    /// <summary>Cancelled at the first failure.</summary>
    CancellationToken Failed { get; }

    /// <summary>The database is gone or cannot do its work: the caller is told to come again.</summary>
    bool IsUnavailable(Exception fault) => fault is StorageUnavailableException;

    /// <summary>Two writers met and this one wrote nothing: doing the same again finds what the other one wrote.</summary>
    bool IsClash(Exception fault) => false;
}

/// <summary>The database cannot be reached or refuses to write: the outcome of what was in hand is unknown, and the server says 503.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner) : Exception(message, inner);
