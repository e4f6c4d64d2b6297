using BigPicture.Infrastructure.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Tests.Fixture;

/// <summary>An empty database file with every table, made once and copied for each test.</summary>
internal static class SqliteTemplate
{
    private static readonly Lazy<byte[]> Empty = new(Create);

    public static void CopyTo(string file) => File.WriteAllBytes(file, Empty.Value);

    private static byte[] Create()
    {
        var folder = Directory.CreateTempSubdirectory("bigpicture-");
        try
        {
            SQLitePCL.Batteries_V2.Init();
            var file = Path.Combine(folder.FullName, "empty.db");
            // Unpooled, so that closing folds the log into the file.
            var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
            using (var allowing = new SqliteConnection(connection))
            {
                allowing.Open();
                SqliteFreeSpace.Allow(allowing);
                using var log = new SqliteCommand("PRAGMA journal_mode=WAL", allowing);
                log.ExecuteNonQuery();
            }
            using (var db = new SqliteDb(SqliteStorage.Options(new DbContextOptionsBuilder<SqliteDb>(), connection).Options))
                db.Database.Migrate();
            return File.ReadAllBytes(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
