using System.Collections.Concurrent;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>
/// Makes the product's own server one that does not check: its use cases take everybody for the vendor's administrator, who may name every
/// tenant and whose queries filter by none. Only the second wall still knows to which tenant a token is tied.
/// </summary>
internal static class UncheckedServer
{
    public static void Compose(IServiceCollection services)
    {
        // What only a wall refuses is an error of the server's own, and there will be many.
        services.RemoveAll<ILoggerProvider>();
        var real = services.Last(service => service.ServiceType == typeof(IApiTokenLookup)).ImplementationType!;
        var ties = new ConcurrentDictionary<ApiTokenId, TenantId>();
        services.AddSingleton<IApiTokenLookup>(provider => new UntiedTokens(
            (IApiTokenLookup)ActivatorUtilities.CreateInstance(provider, real),
            ties
        ));
        services.Replace(ServiceDescriptor.Scoped<ITenantTie>(provider => new TrueTie(provider.GetRequiredService<Caller>(), ties)));
    }

    /// <summary>Tokens as if they were tied to no tenant.</summary>
    private sealed class UntiedTokens(IApiTokenLookup real, ConcurrentDictionary<ApiTokenId, TenantId> ties) : IApiTokenLookup
    {
        public async Task<ApiToken?> Find(ApiTokenHash hash)
        {
            if (await real.Find(hash) is not { } token)
                return null;
            if (token.Tenant is { } tenant)
            {
                ties[token.Id] = tenant;
                typeof(ApiToken).GetProperty(nameof(ApiToken.Owner))!.SetValue(token, TenantId.Vendor);
                Assert.Null(token.Tenant);
            }
            return token;
        }
    }

    /// <summary>What the token said before. A scope that the server itself has made says it as ever.</summary>
    private sealed class TrueTie(Caller caller, ConcurrentDictionary<ApiTokenId, TenantId> ties) : ITenantTie
    {
        public TenantId? Tenant => caller.Token is { } token && ties.TryGetValue(token, out var tenant) ? tenant : caller.Tenant;
    }
}
