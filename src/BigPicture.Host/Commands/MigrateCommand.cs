using System.CommandLine;
using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary><c>migrate</c>: brings a PostgreSQL database up to this build, before or after servers of it start.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var plan = new Option<bool>("--plan") { Description = "Print the SQL and change nothing." };
        var command = new Command("migrate", "Bring a PostgreSQL database up to this build.") { plan };
        var flags = CommonOptions.Database(command);
        command.Does(
            async (parse, cancel) =>
            {
                var settings = ServerConfiguration.Read(flags.Read(parse), []);
                await using var services = new ServiceCollection()
                    .AddLogging()
                    .AddSingleton(TimeProvider.System)
                    .AddPostgresStorage(DataDirectory.SharedDatabase(settings))
                    .BuildServiceProvider();
                var database = services.GetRequiredService<PostgresDatabase>();
                if (parse.GetValue(plan))
                    await parse.Out().WriteLineAsync(await database.Plan(cancel));
                else
                    await database.Migrate(cancel);
            }
        );
        return command;
    }
}
