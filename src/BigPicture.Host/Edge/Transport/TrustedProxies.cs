using BigPicture.Host.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Edge.Transport;

/// <summary>Believes who is named as a proxy about the caller's address, scheme and host; from all others those headers mean nothing.</summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication app, IConfiguration settings)
    {
        if (settings.Of(SettingList.TrustedProxies) is not { } value || !SettingValues.TryNetworks(value, out var networks))
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Through as many as are trusted, from the nearest on; the first that is not is the caller.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
