namespace BigPicture.Infrastructure.Storage;

/// <summary>The database as an operator sees it: made ready before the first request, and probed while the server runs.</summary>
public interface IDatabase
{
    /// <summary>
    /// Checks that it can keep our promises, brings its schema up to this build, and lets the epochs of revocation grow past all that was told
    /// before, since it may have been put back to an earlier state.
    /// </summary>
    /// <exception cref="DatabaseUnfitException">It cannot; the message says why and what to do.</exception>
    Task Prepare(CancellationToken cancel);

    /// <summary>Brings the schema up to this build, where <see cref="Prepare"/> only compares it.</summary>
    Task Migrate(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What is wrong with it now; null when nothing is.</summary>
    Task<string?> Probe(CancellationToken cancel);
}

public sealed class DatabaseUnfitException(string message, Exception? inner = null) : Exception(message, inner);
