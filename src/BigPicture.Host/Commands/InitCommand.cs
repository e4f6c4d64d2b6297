using System.CommandLine;
using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture init</c>: keys, an empty database and the first API token.</summary>
internal static class InitCommand
{
    /// <param name="isShared">Whether servers share a database; else each has its own, in its directory.</param>
    public static Command Create(ServerParts parts, bool isShared)
    {
        var data = CommonOptions.Data();
        var demo = new Option<bool>("--demo")
        {
            Description = "Also make a tenant, four products and their entitlements to try things on.",
        };
        var issuer = new Option<string?>("--issuer")
        {
            Description = "The server's own URL as it stands in tokens, 200 bytes at most; it never changes again.",
        };
        issuer.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && SettingValues.Issuer(given) is { } wanted)
                result.AddError($"--issuer must be {wanted}.");
        });
        var command = new Command("init", "Make a new server: keys, database, first API token.") { data, demo, issuer };
        var flags = CommonOptions.Server(command, isShared);
        command.Does(
            async (parse, cancel) =>
            {
                var directory = parse.GetValue(data)!;
                var settings = ServerConfiguration.Read(flags.Read(parse), []);
                if (isShared)
                    DataDirectory.SharedDatabase(settings);
                var founded = await Init(directory, parse.GetValue(issuer), parse.GetValue(demo), parts, settings, cancel);
                await parse
                    .Out()
                    .WriteLineAsync(parse.IsJson() ? FoundedText.ToJson(founded, directory) : Words(founded, directory, isShared));
            }
        );
        return command;
    }

    public static async Task<Founded> Init(
        string directory,
        string? issuer,
        bool withDemo,
        ServerParts parts,
        IConfiguration settings,
        CancellationToken cancel
    )
    {
        DataDirectory.Create(directory);
        var place = DataDirectory.PlaceOf(directory, issuer, settings);
        try
        {
            Founded founded;
            using (DataLock.Take(directory))
            {
                KeyStore.Create(place.KeyOptions, TimeProvider.System).Dispose();
                using (var seal = SecretSeal.Of(place.KeyOptions))
                    seal.Prepare();
                await using var app = ServerApp.Build(new ServerSettings(place, ServerSettings.UrlOf(settings), settings), parts);
                var database = app.Services.GetRequiredService<IDatabase>();
                await database.Migrate(cancel);
                await database.Prepare(cancel);
                founded = await Founding.Found(app.Services, withDemo, cancel);
            }
            DataDirectory.WriteSettings(directory, place.Issuer);
            return founded;
        }
        catch
        {
            DataDirectory.Clear(directory);
            throw;
        }
    }

    private static string Words(Founded founded, string directory, bool isShared) =>
        string.Join(
            Environment.NewLine,
            [
                $"A new server lies in {directory}. These secrets are shown this once:",
                "",
                .. FoundedText.ToLines(founded).Select(line => "  " + line),
                "",
                isShared
                    ? $"Start it: bigpicture-cloud serve --data {directory}, with the same database"
                    : $"Start it: bigpicture serve --data {directory}",
            ]
        );
}
