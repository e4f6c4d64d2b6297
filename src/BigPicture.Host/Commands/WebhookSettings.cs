using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Telemetry.Webhooks;

namespace BigPicture.Host.Commands;

/// <summary>Where webhooks may lead, as the settings say: <c>"webhooks": { "allowed_networks": "10.0.0.0/8" }</c>.</summary>
internal static class WebhookSettings
{
    public static WebhookOptions Read(ServerSettings settings) =>
        new(settings.Place.Issuer)
        {
            AllowedNetworks =
                settings.Configuration.Of(SettingList.AllowedNetworks) is { } text && SettingValues.TryNetworks(text, out var networks)
                    ? networks
                    : [],
        };
}
