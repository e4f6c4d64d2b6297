using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Configuration;

/// <summary>What values settings take; each says what is wrong as the end of "must be …".</summary>
internal static class SettingValues
{
    private const int IssuerBytesMax = 200;

    public static string? Text(string value) => value.Length == 0 ? "something: it is empty" : null;

    public static Func<string, string?> Number(int least, int most) =>
        value =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    /// <summary>An address to listen on.</summary>
    public static string? Url(string value)
    {
        var isSound =
            Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };
        return isSound ? null : "http://ADDRESS:PORT, or https://ADDRESS:PORT with a certificate";
    }

    /// <summary>The server's name in tokens: bounded, since tokens are.</summary>
    public static string? Issuer(string value)
    {
        var isSound =
            Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { Query: "", Fragment: "", UserInfo: "" }
            && !value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            && Encoding.UTF8.GetByteCount(value) <= IssuerBytesMax;
        return isSound ? null : $"an http:// or https:// URL of at most {IssuerBytesMax} bytes";
    }

    /// <summary>An address to listen on without a certificate.</summary>
    public static string? PlainUrl(string value) =>
        Url(value) is null && value.StartsWith("http:", StringComparison.Ordinal) ? null : "http://ADDRESS:PORT";

    /// <summary>An address to send to, below which others lie.</summary>
    public static string? BaseUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { Query: "", Fragment: "", UserInfo: "" }
            ? null
            : "http://HOST:PORT or https://HOST:PORT, with a path or without";

    public static Func<string, string?> OneOf(params string[] words) =>
        value => words.Contains(value) ? null : $"one of {string.Join(", ", words)}";

    public static Func<string, string?> SomeOf(params string[] words) =>
        value =>
            value.Split(',', StringSplitOptions.TrimEntries).All(words.Contains)
                ? null
                : $"some of {string.Join(", ", words)}, parted by commas";

    public static string? Ratio(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? null
            : "a number from 0 to 1";

    /// <summary>Addresses and networks, parted by commas.</summary>
    public static string? Networks(string value) =>
        TryNetworks(value, out _) ? null : "addresses or networks such as 10.0.0.7 or 10.0.0.0/8, parted by commas";

    public static string? LogLevels(string value) =>
        Enum.GetNames<LogLevel>().Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"one of {string.Join(", ", Enum.GetNames<LogLevel>())}";

    public static bool TryNetworks(string value, out IReadOnlyList<IPNetwork> networks)
    {
        var found = new List<IPNetwork>();
        networks = found;
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                found.Add(network);
            else if (IPAddress.TryParse(part, out var address) && IsWritten(address, part))
                found.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                return false;
        }
        return found.Count > 0;
    }

    // The parser takes "10" and "0x0a000007" for addresses; nobody who writes those means them.
    private static bool IsWritten(IPAddress address, string text) =>
        text.Contains(':', StringComparison.Ordinal) || address.ToString() == text;
}
