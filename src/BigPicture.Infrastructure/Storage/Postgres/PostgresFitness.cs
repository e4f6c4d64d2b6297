using System.Globalization;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>What a PostgreSQL must be, and how it must be set, before a server works on it. Each refusal says what to change.</summary>
internal sealed class PostgresFitness(PostgresSources sources)
{
    /// <summary>The first major version that this release was tested on.</summary>
    public const int VersionLeast = 15;

    private static readonly string[] Durability = ["fsync", "full_page_writes", "synchronous_commit"];

    /// <summary>It answers, is recent enough, and takes writes.</summary>
    public async Task RequireServer(CancellationToken cancel)
    {
        try
        {
            await using var connection = await sources.Owner.OpenConnectionAsync(cancel);
            if (TooOld(connection.PostgreSqlVersion) is { } problem)
                throw new DatabaseUnfitException(problem);
        }
        catch (NpgsqlException e)
        {
            throw new DatabaseUnfitException($"The database cannot be reached: {e.GetBaseException().Message}", e);
        }
        if (await Text(sources.Owner, "SELECT pg_is_in_recovery()", cancel) == bool.TrueString)
            throw new DatabaseUnfitException("This PostgreSQL is a standby and takes no writes: name the primary in the database's URL.");
    }

    /// <summary>What it has acknowledged outlives a crash.</summary>
    public async Task RequireDurability(CancellationToken cancel)
    {
        foreach (var setting in Durability)
            if (await Text(sources.Owner, $"SHOW {setting}", cancel) == "off")
                throw new DatabaseUnfitException(
                    $"PostgreSQL runs with {setting} = off, and may lose leases that were acknowledged. Switch it on in its configuration."
                );
    }

    /// <summary>Connections of the application have the role that sees only what its transactions name, and that role passes no wall.</summary>
    public async Task RequireWall(CancellationToken cancel)
    {
        const string Role = WalledTables.ApplicationRole;
        var breach = await Text(
            sources.Owner,
            $"SELECT CASE WHEN rolsuper OR rolbypassrls THEN 'passes row-level security' END FROM pg_roles WHERE rolname = '{Role}'",
            cancel
        );
        if (breach.Length > 0)
            throw new DatabaseUnfitException($"The role {Role} {breach}: take that right from it.");
        foreach (var source in new[] { sources.Application, sources.Ledger })
            if (await RoleOf(source, cancel) != Role)
                throw new DatabaseUnfitException(
                    $"Connections do not get the role {Role} that they ask for: something between, such as pgbouncer, drops their options. "
                        + "Connect to PostgreSQL itself."
                );
    }

    public static string? TooOld(Version version) =>
        version.Major < VersionLeast ? $"PostgreSQL {version} is too old; at least {VersionLeast} is needed." : null;

    private static async Task<string> RoleOf(NpgsqlDataSource source, CancellationToken cancel)
    {
        try
        {
            return await Text(source, "SELECT current_user", cancel);
        }
        catch (NpgsqlException e)
        {
            throw new DatabaseUnfitException(
                $"Connections with the role {WalledTables.ApplicationRole} are refused ({e.GetBaseException().Message}). The database's user "
                    + "must be a member of that role, and nothing between, such as pgbouncer, may refuse the options of a connection.",
                e
            );
        }
    }

    private static async Task<string> Text(NpgsqlDataSource source, string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture) ?? "";
    }
}
