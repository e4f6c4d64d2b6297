using System.CommandLine;
using System.Net;
using BigPicture.Host.Configuration;

namespace BigPicture.Host.Commands;

/// <summary><c>health</c>: asks the server of this machine how it is, for whatever restarts it; a container needs no other program for that.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var live = new Option<bool>("--live") { Description = "Ask only whether the process is alive, not whether it can do its work." };
        var command = new Command(
            "health",
            "Ask the server that runs here with the same settings how it is: exit code 0 when it is well, else 1."
        )
        {
            data,
            live,
        };
        var flags = new SettingFlags(command, setting => setting.Key is SettingList.Config or SettingList.Url);
        command.Does(
            async (parse, cancel) =>
            {
                var settings = DataDirectory.ReadSettingsIfAny(parse.GetValue(data)!, flags.Read(parse));
                var url = new Uri(OnThisMachine(ServerSettings.UrlOf(settings)), parse.GetValue(live) ? "/livez" : "/readyz");
                await parse.Out().WriteLineAsync(await Ask(url, cancel));
            }
        );
        return command;
    }

    private static async Task<string> Ask(Uri url, CancellationToken cancel)
    {
        // The certificate names the server as others call it, not as it is called here. Nothing is told to it but this question.
        using var handler = new HttpClientHandler
        {
            UseProxy = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler) { Timeout = AnswerWithin };
        try
        {
            using var answer = await client.GetAsync(url, cancel);
            var body = await answer.Content.ReadAsStringAsync(cancel);
            return answer.StatusCode == HttpStatusCode.OK
                ? body
                : throw new CommandException($"{url} answers {(int)answer.StatusCode}: {body}", "The answer names what is wrong.");
        }
        catch (Exception e) when (e is HttpRequestException || e is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            throw new CommandException($"{url} does not answer: {e.Message}", "Start the server, or name its address with --url.");
        }
    }

    /// <summary>Who listens on every address is asked on the one that needs no network.</summary>
    private static Uri OnThisMachine(string url)
    {
        var address = new UriBuilder(url);
        address.Host = address.Host switch
        {
            "0.0.0.0" => "127.0.0.1",
            "[::]" => "[::1]",
            var host => host,
        };
        return address.Uri;
    }
}
