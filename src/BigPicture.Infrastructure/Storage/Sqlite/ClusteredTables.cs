using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// Keeps the rows of a table with a key of its own in that key's tree (WITHOUT ROWID). SQLite would otherwise keep a second tree beside
/// the rows for every primary key that is no integer, and each lease would cost three more pages.
/// </summary>
internal sealed class ClusteredTables(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void Generate(
        CreateTableOperation operation,
        IModel? model,
        MigrationCommandListBuilder builder,
        bool terminate = true
    )
    {
        base.Generate(operation, model, builder, terminate: false);
        if (!HasIntegerKey(operation))
            builder.Append(" WITHOUT ROWID");
        if (!terminate)
            return;
        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }

    private static bool HasIntegerKey(CreateTableOperation table) =>
        table.PrimaryKey is not { } key
        || key.Columns.Length == 1 && table.Columns.Single(column => column.Name == key.Columns[0]).ColumnType == "INTEGER";
}
