using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Sqlite;

namespace BigPicture.Host.Commands;

/// <summary>Where a server keeps its database and keys: a directory of its own, or the memory of the process.</summary>
/// <param name="Issuer">The server's name in tokens and events, a URL; the same for as long as the data lives.</param>
public sealed record ServerPlace(string? Directory, string Issuer)
{
    public const string DatabaseFile = "bigpicture.db";

    /// <summary>Opens the keys of a directory that lies under a passphrase; null: they lie in plain.</summary>
    public string? KeyPassphrase { get; init; }

    public SqliteOptions Database
    {
        get => field ?? new SqliteOptions(Path.Combine(Directory!, DatabaseFile));
        init;
    }

    /// <summary>The database that several servers share; null: this server has one of its own.</summary>
    public PostgresOptions? SharedDatabase { get; init; }

    private Task<KeyRing>? Opening { get; init; }

    /// <summary>The same, whose keys are opened already, beside the rest of a start.</summary>
    public ServerPlace OpenAhead() => this with { Opening = Task.Run(Open) };

    /// <param name="known">Opened before; answered where nothing was changed.</param>
    public KeyRing OpenKeys(KeyRing? known) =>
        known is null ? Opening?.GetAwaiter().GetResult() ?? Open()
        : Directory is null ? known
        : KeyStore.Open(KeyOptions, known);

    private KeyRing Open()
    {
        if (Directory is null)
            return KeyStore.CreateInMemory(TimeProvider.System);
        KeyAddition.AddMissing(KeyOptions, TimeProvider.System);
        return KeyStore.Open(KeyOptions);
    }

    internal SecretSeal OpenSeal() => Directory is null ? SecretSeal.InMemory() : SecretSeal.Of(KeyOptions);

    internal KeyStoreOptions KeyOptions => new() { DataDirectory = Directory!, Passphrase = KeyPassphrase };
}
