using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Leasing.Keys;

public static class SigningRegistration
{
    /// <summary>Signs leases with these keys. The ring is closed with the services.</summary>
    /// <param name="issuer">The server's own URL, <c>iss</c> of every token; at most 200 bytes.</param>
    public static IServiceCollection AddLeaseSigning(
        this IServiceCollection services,
        Func<IServiceProvider, KeyRing> open,
        string issuer
    ) =>
        services
            .AddSingleton(open)
            .AddSingleton(provider => new OwnTokens(provider.GetRequiredService<KeyRing>(), issuer))
            .AddScoped<ILeaseTokens, LeaseTokens>()
            .AddSingleton<IReadinessCheck, SigningKeyCheck>();
}
