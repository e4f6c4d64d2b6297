using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>The models that build/models wrote are what the mappings say: else a column would be read as what it was before a change.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void Of_sqlite()
    {
        using var db = new SqliteDb.Factory().CreateDbContext([]);
        Compare(db);
    }

    [Fact]
    public void Of_postgresql()
    {
        using var db = new PostgresDb.Factory().CreateDbContext([]);
        Compare(db);
    }

    private static void Compare(DbContext db)
    {
        var mapped = db.GetService<IDesignTimeModel>().Model;
        Assert.IsNotType(mapped.GetType(), db.Model);
        Assert.Equal(Describe(mapped), Describe(db.Model));
    }

    private static string[] Describe(IModel model) => [.. model.GetEntityTypes().OrderBy(type => type.Name).SelectMany(Describe)];

    private static IEnumerable<string> Describe(IEntityType type) =>
        [
            $"{type.Name} in {type.GetTableName()}",
            .. type.GetProperties().Select(Describe).Order(),
            .. type.GetKeys().Select(key => $"  key {Names(key.Properties)}, primary {key.IsPrimaryKey()}").Order(),
            .. type.GetForeignKeys()
                .Select(key =>
                    $"  {Names(key.Properties)} to {key.PrincipalEntityType.Name} {Names(key.PrincipalKey.Properties)}, {key.DeleteBehavior}"
                )
                .Order(),
            .. type.GetIndexes()
                .Select(index => $"  index {index.GetDatabaseName()} of {Names(index.Properties)}, unique {index.IsUnique}")
                .Order(),
        ];

    private static string Describe(IProperty property) =>
        $"  {property.Name}: {property.ClrType}, {property.GetColumnName()} {property.GetColumnType()}, null {property.IsNullable}, "
        + $"token {property.IsConcurrencyToken}, {property.ValueGenerated}, {property.GetMaxLength()}, {property.GetBeforeSaveBehavior()}, "
        + $"{property.GetAfterSaveBehavior()}, by {property.GetTypeMapping().Converter?.GetType()}, compared by {property.GetValueComparer().GetType()}, "
        + $"made by {property.GetValueGeneratorFactory()?.Method.DeclaringType}";

    private static string Names(IEnumerable<IProperty> properties) => string.Join(", ", properties.Select(property => property.Name));
}
