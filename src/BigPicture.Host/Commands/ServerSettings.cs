using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands;

/// <summary>How one server runs.</summary>
internal sealed record ServerSettings(ServerPlace Place, string Url, IConfiguration Configuration)
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    public static string UrlOf(IConfiguration settings) => settings.Of(SettingList.Url)?.TrimEnd('/') ?? DefaultUrl;
}
