using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Application.Leasing;
using BigPicture.Cli;
using BigPicture.Infrastructure.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture clock accept</c>: the operator says that the machine's clock is right.</summary>
internal static class ClockCommands
{
    public static Command Create(ServerParts parts)
    {
        var data = CommonOptions.Data();
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var accept = new Command(
            "accept",
            "Take the system clock as it is now for right, after a wrong time was believed. The server must be stopped. Ends no lease and "
                + "frees no seat: what was dated ahead keeps the end that was signed."
        )
        {
            data,
            yes,
        };
        accept.Does(
            async (parse, cancel) =>
            {
                var directory = parse.GetValue(data)!;
                var settings = DataDirectory.ReadSettings(directory);
                DataDirectory.RequireDatabase(directory);
                using var held = DataLock.Take(directory);
                if (!parse.GetValue(yes))
                    Confirm(directory);
                var place = DataDirectory.PlaceOf(directory, null, settings);
                var accepted = await Accept(new ServerSettings(place, ServerSettings.UrlOf(settings), settings), parts, cancel);
                await parse.Out().WriteLineAsync(parse.IsJson() ? ToJson(directory, accepted) : Words(accepted));
            }
        );
        return new Command("clock", "The time that a local server keeps.") { accept };
    }

    private static async Task<AcceptedClock> Accept(ServerSettings settings, ServerParts parts, CancellationToken cancel)
    {
        await using var app = ServerApp.Build(settings, parts);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AcceptClock(), cancel)).Value;
    }

    private static void Confirm(string directory)
    {
        if (Console.IsInputRedirected)
            throw new CommandException(
                "Nobody is there to confirm it.",
                "Look at the system clock; when it is right, run the command again with --yes.",
                ExitCode.Usage
            );
        var now = TimeProvider.System.GetUtcNow();
        Console.Error.Write(
            $"The clock of this machine says {now:yyyy-MM-dd'T'HH:mm:ss'Z'}. Shall the server on {directory} go on from there? [y/N] "
        );
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
            throw new CommandException("Nothing was changed.", "Set the system clock right, then run the command again.");
    }

    private static string ToJson(string directory, AcceptedClock accepted) =>
        new JsonObject
        {
            ["data"] = directory,
            ["before"] = accepted.Before.UnixSeconds == 0 ? null : accepted.Before.ToString(),
            ["now"] = accepted.Now.ToString(),
            ["set_back_seconds"] = Math.Max(0, accepted.Before - accepted.Now),
            ["books"] = accepted.Books,
        }.ToJsonString(JsonText.Indented);

    private static string Words(AcceptedClock accepted) =>
        accepted.Before > accepted.Now
            ? $"The server's time was {accepted.Before} and is now {accepted.Now}, {accepted.Before - accepted.Now} s earlier. Leases that were "
                + "dated ahead keep their seats until the ends that were signed; revoke those that should not."
            : $"The server's time is now {accepted.Now}; nothing lay ahead of it.";
}
