using System.Collections.Frozen;
using System.Text.Json;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Edge;

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> token)
    {
        token.ToTable("edge_api_token");
        token.HasKey(t => new { t.Owner, t.Id });
        token.Property(t => t.Owner).HasColumnName("tenant_id");
        token.Property(t => t.Id).HasColumnName("token_id");
        token.Property(t => t.Hash).HasColumnName("secret_hash").HasConversion<HashConverter>();
        token.Property(t => t.Products).HasConversion<ProductsConverter, ProductsComparer>();
        token.Ignore(t => t.Tenant);

        // By secret, which tells the tenant; and by id for administrators of the vendor.
        token.HasIndex(t => t.Hash);
        token.HasIndex(t => t.Id);
    }

    internal sealed class HashConverter()
        : ValueConverter<ApiTokenHash, byte[]>(hash => hash.ToBytes(), bytes => ApiTokenHash.FromBytes(bytes));

    internal sealed class ProductsConverter()
        : ValueConverter<FrozenSet<ProductId>, string>(products => ProductSet.ToJson(products), text => ProductSet.FromJson(text));

    internal sealed class ProductsComparer() : ValueComparer<FrozenSet<ProductId>>((a, b) => ReferenceEquals(a, b), set => set.Count);
}

/// <summary>Products as a JSON array of text; a set never changes after it was made.</summary>
internal static class ProductSet
{
    public static string ToJson(FrozenSet<ProductId> products) =>
        JsonSerializer.Serialize(products.Select(product => product.Value).Order(StringComparer.Ordinal));

    public static FrozenSet<ProductId> FromJson(string text) =>
        (JsonSerializer.Deserialize<string[]>(text) ?? []).Select(id => new ProductId(id)).ToFrozenSet();
}
