using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Infrastructure.Leasing.Revoking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace BigPicture.Infrastructure.Leasing.Keys;

public static class SigningRegistration
{
    /// <summary>Signs leases with these keys. The ring is closed with the services.</summary>
    /// <param name="open">Opens the keys as they are now; given those that were opened before, for which it answers them where nothing was changed.</param>
    /// <param name="issuer">The server's own URL, <c>iss</c> of every token; at most 200 bytes.</param>
    public static IServiceCollection AddLeaseSigning(this IServiceCollection services, Func<KeyRing?, KeyRing> open, string issuer)
    {
        services.TryAddSingleton<IKeyReaders, LoneKeyReader>();
        return services
            .AddSingleton(_ => open(null))
            .AddSingleton(provider => new LiveKeys(
                provider.GetRequiredService<KeyRing>(),
                open,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<LiveKeys>>()
            ))
            .AddSingleton(provider => new OwnTokens(provider.GetRequiredService<LiveKeys>(), issuer))
            .AddSingleton<KeyWatch>()
            .AddSingleton<ISigningKeys>(provider => provider.GetRequiredService<KeyWatch>())
            .AddHostedService(provider => provider.GetRequiredService<KeyWatch>())
            .AddScoped<ILeaseTokens, LeaseTokens>()
            .AddSingleton<IAuditSeal, AuditSeal>()
            .AddScoped<IGauge, SigningKeyAge>()
            .AddSingleton<IRevocationSigner>(provider => new RevocationSigner(provider.GetRequiredService<LiveKeys>(), issuer))
            .AddSingleton<IReadinessCheck, SigningKeyCheck>();
    }
}
