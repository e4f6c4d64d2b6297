using Npgsql;

namespace BigPicture.Infrastructure.Storage;

public static class OpensPostgres
{
    public static string Open()
    {
        using var connection = new NpgsqlConnection();
        return connection.Host + connection.State;
    }
}
