using BigPicture.Domain.Shared;

namespace BigPicture.Host.Edge.Routing;

/// <summary>
/// Ids as they come in. In a path, one that is malformed names nothing and is not found; in a body or a query it is a field that is
/// wrong.
/// </summary>
internal static class Ids
{
    public static TenantId? TenantOrNull(string? text) => text is null ? null : new TenantId(text);

    public static ProductId? ProductOrNull(string? text) => text is null ? null : new ProductId(text);

    public static IReadOnlyList<ProductId>? Products(IReadOnlyList<string>? texts) => texts?.Select(text => new ProductId(text)).ToList();

    /// <summary>Goes on with the <c>entitlement_id</c> of the path.</summary>
    public static Task<Outcome<T>> Entitlement<T>(Call call, Func<EntitlementId, Task<Outcome<T>>> next) =>
        InPath(call, "entitlement_id", EntitlementId.Prefix, "Entitlement", id => next(new EntitlementId(id)));

    /// <summary>Goes on with the <c>lease_id</c> of the path.</summary>
    public static Task<Outcome<T>> Lease<T>(Call call, Func<LeaseId, Task<Outcome<T>>> next) =>
        InPath(call, "lease_id", LeaseId.Prefix, "Lease", id => next(new LeaseId(id)));

    /// <summary>Goes on with the <c>token_id</c> of the path.</summary>
    public static Task<Outcome<T>> ApiToken<T>(Call call, Func<ApiTokenId, Task<Outcome<T>>> next) =>
        InPath(call, "token_id", ApiTokenId.Prefix, "API token", id => next(new ApiTokenId(id)));

    /// <summary>Goes on with the <c>webhook_id</c> of the path.</summary>
    public static Task<Outcome<T>> Webhook<T>(Call call, Func<WebhookId, Task<Outcome<T>>> next) =>
        InPath(call, "webhook_id", WebhookId.Prefix, "Webhook", id => next(new WebhookId(id)));

    /// <summary>Goes on with the <c>delivery_id</c> of the path.</summary>
    public static Task<Outcome<T>> Delivery<T>(Call call, Func<EventId, Task<Outcome<T>>> next) =>
        InPath(call, "delivery_id", EventId.Prefix, "Delivery", id => next(new EventId(id)));

    /// <returns>Null when it was left out.</returns>
    public static Outcome<EntitlementId?> EntitlementOrNull(string field, string? text)
    {
        if (text is null)
            return (EntitlementId?)null;
        return TypeId.TryParse(EntitlementId.Prefix, text, out var id)
            ? new EntitlementId(id)
            : Denial.BadField(field, "must be the id of an entitlement: ent_ and 26 characters");
    }

    private static Task<Outcome<T>> InPath<T>(Call call, string name, string prefix, string what, Func<Guid, Task<Outcome<T>>> next) =>
        TypeId.TryParse(prefix, call.Path(name), out var id)
            ? next(id)
            : Task.FromResult<Outcome<T>>(Denial.NotFound($"{what} '{Bodies.FieldPath.Root.Member(call.Path(name))}'"));
}
