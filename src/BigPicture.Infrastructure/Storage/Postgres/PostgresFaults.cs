using BigPicture.Application.Contracts;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>What an error of the database means. It keeps its own promises, so none is a reason for a replica to stop: it comes back by itself.</summary>
internal sealed class PostgresFaults(PostgresSources sources) : IStorageFaults
{
    public string? Failure => null;

    public CancellationToken Failed => CancellationToken.None;

    public bool IsUnavailable(Exception fault)
    {
        var isUnavailable = fault is StorageUnavailableException || IsStorage(fault);
        // A server that went away took every connection with it: those that lie in the pools would each fail somebody once it is back.
        if (isUnavailable)
            sources.Clear();
        return isUnavailable;
    }

    bool IStorageFaults.IsClash(Exception fault) => IsClash(fault);

    /// <summary>The database is gone, is going, or cannot do its work: the outcome of what was in hand is unknown.</summary>
    public static bool IsStorage(Exception e) =>
        e switch
        {
            PostgresException { SqlState: var state } => state[..2] is "08" or "53" or "58" or "XX"
                || state
                    is PostgresErrorCodes.AdminShutdown
                        or PostgresErrorCodes.CrashShutdown
                        or PostgresErrorCodes.CannotConnectNow
                        or PostgresErrorCodes.ReadOnlySqlTransaction
                        or PostgresErrorCodes.QueryCanceled
                        or PostgresErrorCodes.LockNotAvailable,
            NpgsqlException => true,
            _ => e.InnerException is { } inner && IsStorage(inner),
        };

    /// <summary>Two writers met; nothing was written, and doing the same again finds what the other one wrote.</summary>
    public static bool IsClash(Exception e) =>
        e
            is DbUpdateConcurrencyException
                or PostgresException
                {
                    SqlState: PostgresErrorCodes.UniqueViolation
                        or PostgresErrorCodes.DeadlockDetected
                        or PostgresErrorCodes.SerializationFailure
                }
        || e.InnerException is { } inner && IsClash(inner);

    public static StorageUnavailableException Unavailable(Exception e) => new(e.GetBaseException().Message, e);
}
