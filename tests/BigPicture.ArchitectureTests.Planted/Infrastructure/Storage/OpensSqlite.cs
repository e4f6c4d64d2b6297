using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage;

public static class OpensSqlite
{
    public static string Open()
    {
        using var connection = new SqliteConnection();
        return raw.sqlite3_libversion().utf8_to_string() + connection.State;
    }
}
