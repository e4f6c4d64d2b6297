using BigPicture.Client.Diagnostics;
using BigPicture.Client.Machine;
using BigPicture.Client.Revocations;
using BigPicture.Client.Servers;
using BigPicture.Client.State;
using BigPicture.Client.Time;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Client.Sessions;

/// <summary>What all sessions of a client share.</summary>
internal sealed class ClientParts : IDisposable
{
    private const string MarkName = "clock.json";

    private readonly StateFolder? folder;

    public ClientParts(LicenseClientOptions options)
    {
        Product = options.Product;
        Tenant = options.Tenant;
        Clock = options.TimeProvider;
        Notices = new Notices(options.Notice);
        folder = StateFolder.Open(options, Notices);
        MachineId = options.MachineId ?? MachineIdentity.For(Product, folder);
        Time = new TrustedClock(Clock, folder?.Read(MarkName, StateJson.Default.ClockMark));
        Servers = [.. options.Servers.Select(server => new ServerLink(server, options))];
        Patience = options.CallTimeout;
        RevocationPollInterval = options.RevocationPollInterval;
        var pins = new LeaseVerifierOptions { Roots = [.. options.RootKeys.Select(Key)], Audience = Product };
        Verifier = new LeaseVerifier(pins);
        Revocations = new RevocationBook(pins, Time, folder, Notices);
        Feeds = new FeedRoom(this);
    }

    public string Product { get; }

    public string? Tenant { get; }

    public string MachineId { get; }

    public TimeProvider Clock { get; }

    public TrustedClock Time { get; }

    public IReadOnlyList<ServerLink> Servers { get; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan Patience { get; }

    public LeaseVerifier Verifier { get; }

    public RevocationBook Revocations { get; }

    /// <summary>How often to ask for revocations where none are pushed.</summary>
    public TimeSpan RevocationPollInterval { get; }

    public FeedRoom Feeds { get; }

    public Notices Notices { get; }

    public InstanceSlot TakeSlot(LicenseSubject subject) =>
        InstanceSlot.Take(folder, $"{Tenant}\n{subject.Type}\n{subject.Id ?? MachineId}");

    /// <summary>Keeps the highest time seen, so that a restart does not believe a clock that was set back.</summary>
    public void KeepTime() => folder?.Write(MarkName, Time.Mark, StateJson.Default.ClockMark);

    public void Dispose()
    {
        Feeds.Dispose();
        foreach (var server in Servers)
            server.Dispose();
    }

    private static VerifyingKey Key(string paserk) =>
        VerifyingKey.TryParse(paserk, out var key) ? key : throw new ArgumentException($"'{paserk}' is no root key.");
}
