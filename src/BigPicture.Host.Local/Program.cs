using BigPicture.Application;
using BigPicture.Cli;
using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;

return await CommandLineApp.Run(
    args,
    Surroundings.OfThisProcess(),
    HostCommands.Of(
        (services, place) =>
            services
                .AddSingleton<TimeProvider, SleeplessTime>()
                .AddUseCases()
                .AddSqliteStorage(place.Database)
                .AddLeaseSigning(place.OpenKeys, place.Issuer)
    ),
    CancellationToken.None
);
