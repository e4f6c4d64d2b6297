using BigPicture.Cli;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands;

/// <summary>How one server runs.</summary>
internal sealed record ServerSettings(ServerPlace Place, string Url, IConfiguration Configuration)
{
    public const string EnvironmentPrefix = "BIGPICTURE_";
    public const string DefaultUrl = "http://127.0.0.1:8080";

    public static IConfiguration FromEnvironment() => new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build();

    /// <exception cref="CommandException">It is no plain <c>http://</c> address with a port at most.</exception>
    public static string CheckUrl(string url)
    {
        var isSound =
            Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp
            && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };
        return isSound
            ? url.TrimEnd('/')
            : throw new CommandException(
                $"'{url}' is no address to listen on.",
                $"Use http://ADDRESS:PORT, such as {DefaultUrl}. For https, put a proxy that ends TLS in front.",
                ExitCode.Usage
            );
    }
}
