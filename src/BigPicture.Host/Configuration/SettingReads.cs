using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Configuration;

/// <summary>Settings by their names; what is read here was checked when it was taken in.</summary>
internal static class SettingReads
{
    public static string? Of(this IConfiguration settings, string key) => settings[key.Replace('.', ':')];

    public static int Number(this IConfiguration settings, string key, int usual) =>
        settings.Of(key) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : usual;
}
