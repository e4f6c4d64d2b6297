using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// What a connection must be before it is used. An answer means durable: every commit waits for the disk, on macOS for the
/// disk's own cache too. The log is emptied by <see cref="SqliteCheckpoint"/>, not inside of a commit.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly string Text =
        "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0;"
        + (OperatingSystem.IsMacOS() ? " PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;" : "");

    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken
    )
    {
        Apply(connection);
        return Task.CompletedTask;
    }
}
