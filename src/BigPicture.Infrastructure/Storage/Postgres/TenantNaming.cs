using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>
/// Names the scope's tenants in each of its transactions, and before each statement outside of one: in the same round trip, which is then
/// a transaction of its own. What is not named is not seen: a statement that slips by finds nothing.
/// </summary>
internal sealed class TenantNaming : DbCommandInterceptor, IDbTransactionInterceptor
{
    private const string Parameter = "bigpicture_tenants";
    private const string Name = $"SELECT set_config('{TenantReach.Setting}', @{Parameter}, true);\n";

    public async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        if (NamesTenants(eventData.Context, out var tenants))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Name;
            command.Parameters.Add(new NpgsqlParameter<string>(Parameter, tenants));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Prepend(command, eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        if (command.Parameters.Contains(Parameter))
            await result.NextResultAsync(cancellationToken);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Prepend(command, eventData.Context);
        return ValueTask.FromResult(result);
    }

    private static void Prepend(DbCommand command, DbContext? context)
    {
        if (command.Transaction is not null || !NamesTenants(context, out var tenants))
            return;
        command.CommandText = Name + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter<string>(Parameter, tenants));
    }

    private static bool NamesTenants(DbContext? context, out string tenants)
    {
        tenants = "";
        if (context is not PostgresDb { Reach: { } reach } db)
            return false;
        // The scope got its context before it was known who asks.
        if (reach.IsTied != db.IsWalled)
            throw new InvalidOperationException("The caller of this scope was changed after its first use of the database.");
        if (!reach.IsTied)
            return false;
        tenants = reach.Tenants;
        return true;
    }
}
