using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> webhook)
    {
        webhook.ToTable("tel_webhook");
        webhook.HasKey(w => new { w.Owner, w.Id });
        webhook.Property(w => w.Owner).HasColumnName("tenant_id");
        webhook.Property(w => w.Id).HasColumnName("webhook_id");
        webhook.Property(w => w.Events).HasConversion<NamesConverter, NamesComparer>();
        webhook.Property(w => w.Products).HasConversion<ProductsConverter, ProductsComparer>();
        webhook.Ignore(w => w.Tenant);
        webhook.Ignore(w => w.IsEnabled);
        // Who delivers and who asks for a delivery meet here: the one that comes second looks again.
        webhook.Property(w => w.RetryAt).IsConcurrencyToken();
        webhook.Property(w => w.HeldBy).IsConcurrencyToken();

        // By id for administrators of the vendor.
        webhook.HasIndex(w => w.Id);
    }

    internal sealed class NamesConverter()
        : ValueConverter<ImmutableArray<string>, string>(names => NameList.ToJson(names), text => NameList.FromJson(text));

    internal sealed class NamesComparer()
        : ValueComparer<ImmutableArray<string>>((a, b) => NameList.AreSame(a, b), names => NameList.Count(names), names => names);

    internal sealed class ProductsConverter()
        : ValueConverter<FrozenSet<ProductId>, string>(products => NameList.ToJson(products), text => NameList.ProductsFromJson(text));

    internal sealed class ProductsComparer() : ValueComparer<FrozenSet<ProductId>>((a, b) => ReferenceEquals(a, b), set => set.Count);
}

/// <summary>Names as a JSON array of text. A compiled model asks what stands for "not set": no names.</summary>
internal static class NameList
{
    public static bool AreSame(ImmutableArray<string> a, ImmutableArray<string> b) =>
        (a.IsDefault ? [] : a).SequenceEqual(b.IsDefault ? [] : b);

    public static int Count(ImmutableArray<string> names) => names.IsDefault ? 0 : names.Length;

    public static string ToJson(ImmutableArray<string> names) => JsonSerializer.Serialize(names.IsDefault ? [] : names);

    public static ImmutableArray<string> FromJson(string text) => JsonSerializer.Deserialize<ImmutableArray<string>>(text);

    public static string ToJson(FrozenSet<ProductId> products) =>
        JsonSerializer.Serialize(products.Select(product => product.Value).Order(StringComparer.Ordinal));

    public static FrozenSet<ProductId> ProductsFromJson(string text) => FromJson(text).Select(id => new ProductId(id)).ToFrozenSet();
}
