using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry;

/// <summary>Who is tied to products sees what names one of them.</summary>
internal static class NamedProduct
{
    /// <param name="told">What an event or a link of the audit trail says.</param>
    public static bool IsOneOf(IReadOnlySet<ProductId> products, JsonElement told) =>
        told.TryGetProperty("product_id", out var product)
        && product.ValueKind == JsonValueKind.String
        && products.Contains(new ProductId(product.GetString()!));
}
