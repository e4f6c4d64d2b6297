using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>
/// Puts the wall between tenants around each table when it is made, so that none is forgotten: row-level security, forced on the owner too;
/// the application's role sees and writes rows of the tenants that its transaction names, the owner all of them.
/// </summary>
internal sealed class WalledTables(IServiceProvider services, ISqlGenerationHelper sql) : IMigrationsSqlGenerator
{
    public const string ApplicationRole = "bigpicture_app";
    private const string TenantColumn = "tenant_id";

    // In a sub-select, so that the list is split once a statement and not once a row. And not as a condition that an index could serve: with
    // a list among an index's conditions, the planner no longer sees that a whole key finds one row, and takes any index that fits the tenant.
    private const string Named =
        $"({TenantColumn} || '') = ANY ((SELECT string_to_array(current_setting('{TenantReach.Setting}', true), ','))::text[])";

    private readonly NpgsqlMigrationsSqlGenerator generator = ActivatorUtilities.CreateInstance<NpgsqlMigrationsSqlGenerator>(services);

    public IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default
    ) => generator.Generate([.. operations.SelectMany(WithWall)], model, options);

    private IEnumerable<MigrationOperation> WithWall(MigrationOperation operation)
    {
        yield return operation;
        if (operation is CreateTableOperation table && table.Columns.Exists(column => column.Name == TenantColumn))
            yield return new SqlOperation { Sql = Wall(sql.DelimitIdentifier(table.Name, table.Schema)) };
    }

    private static string Wall(string table) =>
        $"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY named_tenants ON {table} TO {ApplicationRole} USING ({Named}) WITH CHECK ({Named});
            CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
            GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ApplicationRole};
            """;
}
