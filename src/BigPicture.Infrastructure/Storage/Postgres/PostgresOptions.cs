using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>One PostgreSQL database, and how much of it one process uses.</summary>
/// <param name="Url"><c>postgresql://USER[:PASSWORD]@HOST[:PORT]/DATABASE[?sslmode=…]</c>. The user owns the tables.</param>
public sealed record PostgresOptions(string Url)
{
    private const int DefaultPort = 5432;

    /// <summary>For a URL without one, as from a file of its own.</summary>
    public string? Password { get; init; }

    /// <summary>Lanes of the ledger, each with a connection. 1–64.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>Connections at most for reads and changes that one tenant asks for. All replicas together stay below the server's limit.</summary>
    public int ApplicationConnectionsMax { get; init; } = 12;

    /// <summary>Connections at most for loops and for what spans tenants.</summary>
    public int OwnerConnectionsMax { get; init; } = 8;

    /// <summary>How long a statement may take, and a caller wait for a connection.</summary>
    public int TimeoutSeconds { get; init; } = 15;

    /// <summary>The URL in the driver's own form.</summary>
    /// <exception cref="DatabaseUnfitException">It is no such URL.</exception>
    internal NpgsqlConnectionStringBuilder ToConnectionString()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("postgresql" or "postgres"))
            throw Unfit("it does not begin with postgresql://");
        var name = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        var user = url.UserInfo.Split(':', 2);
        if (url.Host.Length == 0 || name.Length == 0 || user[0].Length == 0)
            throw Unfit("it needs a user, a host and the database's name");

        var connection = new NpgsqlConnectionStringBuilder();
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Set(connection, pair.Split('=', 2));
        connection.Host = url.Host.Trim('[', ']');
        connection.Port = url.Port > 0 ? url.Port : DefaultPort;
        connection.Database = name;
        connection.Username = Uri.UnescapeDataString(user[0]);
        connection.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : Password;
        connection.Timeout = TimeoutSeconds;
        connection.CommandTimeout = TimeoutSeconds;
        // Kerberos is not offered: asking for it costs a round trip, and a library that small containers have not.
        connection.GssEncryptionMode = GssEncryptionMode.Disable;
        return connection;
    }

    private static void Set(NpgsqlConnectionStringBuilder connection, string[] pair)
    {
        // The driver's words for what libpq calls so.
        var key = pair[0] switch
        {
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "application_name" => "Application Name",
            _ => throw Unfit($"'{pair[0]}' is not one of its parameters"),
        };
        var value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        try
        {
            connection[key] = key == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (ArgumentException)
        {
            throw Unfit($"'{value}' is no value of '{pair[0]}'");
        }
    }

    // Never the URL itself: a password may stand in it.
    private static DatabaseUnfitException Unfit(string why) =>
        new($"The database's URL cannot be used: {why}. Write postgresql://USER@HOST:PORT/DATABASE.");
}
