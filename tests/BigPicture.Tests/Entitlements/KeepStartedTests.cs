using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Entitlements;
using BigPicture.Tests.Fixture;
using BigPicture.Tests.Leasing.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Entitlements;

/// <summary>The operator accepts a clock that says less than it said before.</summary>
public sealed class KeepStartedTests : IAsyncDisposable
{
    private const long Day = 86_400;

    private readonly SteppedTime time = new(TestServer.StartTime);
    private readonly TestServer server;

    public KeepStartedTests() => server = new TestServer(services => services.AddSingleton<TimeProvider>(time));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task What_had_started_stays_started_and_what_had_not_does_not()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var started = await server.AddEntitlement(Catalogue.Draft());
        var later = await server.AddEntitlement(Catalogue.Draft() with { StartsAt = server.Now + 10 * Day });
        var revoked = await server.AddEntitlement(Catalogue.Draft());
        await server.Do(new RevokeEntitlement(revoked.Id, "over"));
        time.Step(TimeSpan.FromDays(-3));

        var accepted = await server.Do(new AcceptClock());

        Assert.Equal(server.Now - 3 * Day, accepted.Now);
        var kept = await server.Do(new GetEntitlement(started.Id));
        Assert.Equal((EntitlementStatus.Active, server.Now - 3 * Day, 2L), (kept.Status, kept.StartsAt, kept.Version));
        Assert.Equal(EntitlementStatus.Scheduled, (await server.Do(new GetEntitlement(later.Id))).Status);
        Assert.Equal(EntitlementStatus.Revoked, (await server.Do(new GetEntitlement(revoked.Id))).Status);
        Assert.Equal("entitlement.updated", (await server.Events())[^1]);
    }
}
