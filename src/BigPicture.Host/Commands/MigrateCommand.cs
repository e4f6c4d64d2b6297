using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Infrastructure.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary><c>migrate</c>: brings a PostgreSQL database up to this build, before or after servers of it start.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var plan = new Option<bool>("--plan") { Description = "Print the SQL and change nothing." };
        var command = new Command("migrate", "Bring a PostgreSQL database up to this build.") { data, plan };
        // The same flags as the server's, so that a script has one list of them.
        var flags = CommonOptions.Server(command, isShared: true);
        command.Does(
            async (parse, cancel) =>
            {
                var settings = DataDirectory.ReadSettingsIfAny(parse.GetValue(data)!, flags.Read(parse));
                await using var services = new ServiceCollection()
                    .AddLogging()
                    .AddSingleton(TimeProvider.System)
                    .AddPostgresStorage(DataDirectory.SharedDatabase(settings))
                    .BuildServiceProvider();
                var database = services.GetRequiredService<PostgresDatabase>();
                await parse
                    .Out()
                    .WriteLineAsync(
                        parse.GetValue(plan) ? await database.Plan(cancel) : Told(await database.Migrate(cancel), parse.IsJson())
                    );
            }
        );
        return command;
    }

    private static string Told(IReadOnlyList<string> applied, bool asJson) =>
        asJson
            ? new JsonObject { ["applied"] = new JsonArray([.. applied.Select(name => (JsonNode?)name)]) }.ToJsonString(JsonText.Indented)
        : applied.Count == 0 ? "The schema is that of this build; nothing was changed."
        : $"The schema is that of this build now. Applied: {string.Join(", ", applied)}.";
}
