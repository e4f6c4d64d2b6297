using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Domain.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>Calls nobody: for servers that are told addresses which belong to others, or to nobody.</summary>
internal sealed class DeafSender : IWebhookSender
{
    public static void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IWebhookSender, DeafSender>());

    public Task<DeliveryTry> Send(WebhookCall call, CancellationToken cancel) =>
        Task.FromResult(new DeliveryTry(call.At, 0, null, "nobody is called here", null));
}
