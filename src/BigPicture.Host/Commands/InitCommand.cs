using System.CommandLine;
using BigPicture.Host.Commands.Keys;
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
        var request = new Option<string?>("--request")
        {
            Description =
                "Make no root: it is kept elsewhere. Write to FILE what it must certify, with `keys certify`; the server starts once the answer was "
                + "brought here with `keys import`.",
            HelpName = "FILE",
        };
        var command = new Command("init", "Make a new server: keys, database, first API token.") { data, demo, issuer, request };
        var flags = CommonOptions.Server(command, isShared);
        command.Does(
            async (parse, cancel) =>
            {
                var directory = parse.GetValue(data)!;
                var settings = ServerConfiguration.Read(flags.Read(parse), []);
                if (isShared)
                    DataDirectory.SharedDatabase(settings);
                var founded = await Init(
                    directory,
                    parse.GetValue(issuer),
                    parse.GetValue(demo),
                    parts,
                    settings,
                    parse.GetValue(request),
                    cancel
                );
                await parse
                    .Out()
                    .WriteLineAsync(
                        parse.IsJson()
                            ? FoundedText.ToJson(founded, directory)
                            : Words(founded, directory, isShared, parse.GetValue(request))
                    );
            }
        );
        return command;
    }

    /// <param name="request">Where to write what a root elsewhere must certify; null: the server has its own root.</param>
    public static async Task<Founded> Init(
        string directory,
        string? issuer,
        bool withDemo,
        ServerParts parts,
        IConfiguration settings,
        string? request,
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
                MakeKeys(place.KeyOptions, request);
                using (var seal = SecretSeal.Of(place.KeyOptions))
                    seal.Prepare();
                await using var app = ServerApp.Build(
                    new ServerSettings(place, ServerSettings.UrlOf(settings), settings),
                    parts,
                    request is null ? null : WithoutKeys
                );
                var database = app.Services.GetRequiredService<IDatabase>();
                await database.Migrate(cancel);
                await database.Prepare(cancel);
                founded = await Founding.Found(app.Services, KeyInventory.Roots(place.KeyOptions), withDemo, cancel);
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

    // A server that waits for its certificate signs nothing while it is founded, and what it is made of asks for keys all the same.
    private static void WithoutKeys(IServiceCollection services) =>
        services.AddSingleton(provider => KeyStore.CreateInMemory(provider.GetRequiredService<TimeProvider>()));

    private static void MakeKeys(KeyStoreOptions options, string? request)
    {
        if (request is null)
            KeyStore.Create(options, TimeProvider.System).Dispose();
        else
            KeysCreate.WriteRequest(request, () => KeyStore.CreateWaiting(options, TimeProvider.System));
    }

    private static string Words(Founded founded, string directory, bool isShared, string? request) =>
        string.Join(
            Environment.NewLine,
            [
                $"A new server lies in {directory}. These secrets are shown this once:",
                "",
                .. FoundedText.ToLines(founded).Select(line => "  " + line),
                "",
                .. request is null
                    ? Array.Empty<string>()
                    :
                    [
                        $"Its delegate waits for a certificate. Bring {request} to the root: bigpicture keys certify {request} --out FILE --data DIR",
                        $"Then bring the answer here: bigpicture keys import FILE --data {directory}",
                    ],
                isShared
                    ? $"Start it: bigpicture-cloud serve --data {directory}, with the same database"
                    : $"Start it: bigpicture serve --data {directory}",
            ]
        );
}
