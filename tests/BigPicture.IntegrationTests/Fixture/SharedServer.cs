namespace BigPicture.IntegrationTests.Fixture;

/// <summary>One server for all tests that leave it as they found it, or make things of their own on it.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal LiveServer Live { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Live = await LiveServer.Start();

    public ValueTask DisposeAsync() => Live.DisposeAsync();
}
