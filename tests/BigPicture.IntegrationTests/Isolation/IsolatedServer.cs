using BigPicture.IntegrationTests.Cloud;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>One world for the tests that leave all but one tenant as they found it.</summary>
public sealed class IsolatedServer : IAsyncLifetime
{
    private readonly CloudDatabase database = new();

    internal IsolationWorld World { get; private set; } = null!;

    public async ValueTask InitializeAsync() => World = await IsolationWorld.Create(database);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        database.Dispose();
    }
}
