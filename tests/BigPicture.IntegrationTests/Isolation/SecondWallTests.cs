using BigPicture.IntegrationTests.Cloud;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>The same matrix against a server whose use cases check nothing: row-level security and what stands beside it keep tenants apart.</summary>
public sealed class SecondWallTests(CloudDatabase database) : IClassFixture<CloudDatabase>
{
    [Fact]
    public async Task A_server_without_the_applications_own_check_still_leaks_nothing()
    {
        await using var world = await IsolationWorld.Create(database, UncheckedServer.Compose);
        var verdict = await new IsolationMatrix(world, withScopes: false).Run();
        TestContext.Current.TestOutputHelper!.WriteLine($"without the application's check: {verdict}");

        Assert.True(verdict.Leaks.IsEmpty, verdict.Told(verdict.Leaks));
        // It really is another server: what the application refuses is answered otherwise there.
        Assert.NotEmpty(verdict.Wrong);
    }

    [Fact]
    public async Task Without_the_second_wall_too_the_matrix_finds_what_leaks()
    {
        await using var world = await IsolationWorld.Create(database, UncheckedServer.Compose);
        database.Cluster.Execute("ALTER ROLE bigpicture_app BYPASSRLS");
        try
        {
            var verdict = await new IsolationMatrix(world, withScopes: false).Run();
            TestContext.Current.TestOutputHelper!.WriteLine($"without any wall: {verdict}");

            string[] leaks = [.. verdict.Leaks];
            foreach (var way in (string[])["GET /v1/tenants", "GET /v1/leases", "GET /v1/events", "GET /v1/tokens", "changed or gone: "])
                Assert.True(leaks.Any(leak => leak.Contains(way, StringComparison.Ordinal)), $"{way} leaks, and nobody saw it: {verdict}");
        }
        finally
        {
            database.Cluster.Execute("ALTER ROLE bigpicture_app NOBYPASSRLS");
        }
    }
}
