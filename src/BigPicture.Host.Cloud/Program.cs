using BigPicture.Application;
using BigPicture.Cli;
using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Postgres;

return await CommandLineApp.Run(
    args,
    Surroundings.OfThisProcess(),
    HostCommands.OfShared(
        (services, place) => services.AddUseCases().AddPostgresStorage(place.SharedDatabase!).AddLeaseSigning(place.OpenKeys, place.Issuer)
    ),
    CancellationToken.None
);
