namespace BigPicture.Application.Contracts;

/// <summary>Spans around a transaction, the same on every database; a driver that traces puts its own below them.</summary>
internal static class DatabaseSpans
{
    /// <summary>Beginning it: the wait for the gate or a connection, for locks, and what is read under them.</summary>
    public const string Open = "database.open";

    /// <summary>Writing, and waiting until it is durable.</summary>
    public const string Commit = "database.commit";
}
