using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;

namespace BigPicture.Tests.Fixture;

/// <summary>Who may ask, as the edge tells the pipeline.</summary>
internal static class Callers
{
    public static readonly ApiTokenId Token = new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"));

    public static Action<Caller> Admin(Scopes scopes = Scopes.All) => caller => (caller.Token, caller.Scopes) = (Token, scopes);

    public static Action<Caller> Of(string? tenant, params string[] products) =>
        caller =>
        {
            Admin()(caller);
            caller.Tenant = tenant is null ? null : new TenantId(tenant);
            caller.Products = products.Length == 0 ? null : products.Select(id => new ProductId(id)).ToHashSet();
        };

    public static Action<Caller> IfMatch(long version) => caller => caller.ExpectedVersion = version;

    /// <param name="body">Stands for method, path and body.</param>
    public static Action<Caller> Keyed(string key, string body, Action<Caller>? and = null) =>
        caller =>
        {
            (and ?? Admin())(caller);
            caller.IdempotencyKey = key;
            caller.RequestHash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body));
        };
}
