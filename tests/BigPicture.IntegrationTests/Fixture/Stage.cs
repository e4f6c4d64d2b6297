using BigPicture.IntegrationTests.Cloud;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>Where what holds for every server is played: on a local one, and on a cloud one.</summary>
public abstract class Stage : IDisposable
{
    /// <summary>A server of one's own.</summary>
    /// <param name="clock">The clock that it lives by; null: the real one.</param>
    internal abstract Task<StagedServer> Open(FakeTimeProvider? clock = null);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private protected static Action<IServiceCollection>? Under(FakeTimeProvider? clock) =>
        clock is null ? null : services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
}

/// <param name="Tell">Sets whatever else the server asks for the time.</param>
internal sealed record StagedServer(LiveServer Server, Func<DateTimeOffset, Task> Tell);

public sealed class LocalStage : Stage
{
    internal override async Task<StagedServer> Open(FakeTimeProvider? clock = null) =>
        new(await LiveServer.Start(also: Under(clock)), _ => Task.CompletedTask);
}

public sealed class CloudStage : Stage
{
    private readonly CloudDatabase database = new();

    internal override async Task<StagedServer> Open(FakeTimeProvider? clock = null)
    {
        var url = database.Create();
        var server = await LiveServer.StartCloud(url, Under(clock));
        if (clock is null)
            return new(server, _ => Task.CompletedTask);
        await Tell(clock.GetUtcNow());
        return new(server, Tell);

        // The ledger's time on PostgreSQL is the database's.
        Task Tell(DateTimeOffset time) =>
            CloudDatabase.Ask(
                url,
                "CREATE OR REPLACE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql VOLATILE "
                    + $"AS 'SELECT {time.ToUnixTimeSeconds()}::bigint'"
            );
    }

    public override void Dispose()
    {
        database.Dispose();
        base.Dispose();
    }
}
