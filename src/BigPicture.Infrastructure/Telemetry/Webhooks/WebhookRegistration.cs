using System.Net;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

public static class WebhookRegistration
{
    /// <summary>Calls receivers of events.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton<Func<string, CancellationToken, Task<IPAddress[]>>>(Dns.GetHostAddressesAsync);
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<IWebhookTargets>(provider => provider.GetRequiredService<WebhookTargets>());
        services.AddSingleton<IWebhookSender, WebhookSender>();
        services.AddSingleton<IWebhookKeys, WebhookSignature>();
        return services;
    }
}
