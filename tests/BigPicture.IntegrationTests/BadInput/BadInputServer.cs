using BigPicture.IntegrationTests.Cloud;

namespace BigPicture.IntegrationTests.BadInput;

/// <summary>A server that fills up with odd things, and one entitlement on it to be odd to.</summary>
public abstract class BadInputServer : IAsyncLifetime
{
    internal LiveServer Live { get; private set; } = null!;

    internal string Entitlement { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Live = await Start();
        Entitlement = await Things.Entitlement(Live.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        Stopped();
        GC.SuppressFinalize(this);
    }

    internal abstract Task<LiveServer> Start();

    /// <summary>Ends what the server stood on.</summary>
    protected virtual void Stopped() { }
}

public sealed class LocalBadInput : BadInputServer
{
    internal override Task<LiveServer> Start() => LiveServer.Start(also: DeafSender.Replace);
}

public sealed class CloudBadInput : BadInputServer
{
    private readonly CloudDatabase database = new();

    internal override Task<LiveServer> Start() => LiveServer.StartCloud(database.Create(), DeafSender.Replace);

    protected override void Stopped() => database.Dispose();
}
