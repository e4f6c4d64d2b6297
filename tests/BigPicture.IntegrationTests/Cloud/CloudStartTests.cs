using System.Net;
using System.Text.Json;
using BigPicture.Cli;
using BigPicture.IntegrationTests.Commands;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Transport;

namespace BigPicture.IntegrationTests.Cloud;

/// <summary>How a cloud server starts, or says why it does not, and how it stops.</summary>
public sealed class CloudStartTests(FoundedCloud cloud) : IClassFixture<FoundedCloud>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public async Task It_does_not_start_on_a_database_that_may_lose_what_it_acknowledged(string setting)
    {
        await Set($"{setting} = off");
        try
        {
            await Refuses($"PostgreSQL runs with {setting} = off, and may lose leases that were acknowledged.");
        }
        finally
        {
            await Set($"{setting} = on");
        }
    }

    [Fact]
    public async Task It_does_not_start_where_the_wall_between_tenants_has_a_door()
    {
        cloud.Database.Cluster.Execute("ALTER ROLE bigpicture_app BYPASSRLS");
        try
        {
            await Refuses("The role bigpicture_app passes row-level security: take that right from it.");
        }
        finally
        {
            cloud.Database.Cluster.Execute("ALTER ROLE bigpicture_app NOBYPASSRLS");
        }
    }

    [Fact]
    public async Task It_does_not_start_on_no_database_or_an_old_schema()
    {
        await Refuses("The schema is older than this build: run `bigpicture-cloud migrate`.", "--database-url", cloud.Database.Create());
        await Refuses("The database cannot be reached", "--database-url", $"postgresql://u@127.0.0.1:{LoopbackPort.Free()}/none");
    }

    [Theory]
    [InlineData("", "Connections with the role bigpicture_app are refused (08P01: unsupported startup parameter: options).")]
    [InlineData("options", "Connections do not get the role bigpicture_app that they ask for: something between, such as pgbouncer,")]
    public async Task It_does_not_start_behind_a_pooler_that_takes_its_role_away(string ignored, string why)
    {
        Assert.SkipUnless(PgBouncer.IsInstalled, "The Debian package 'pgbouncer' is not installed.");
        using var pooler = PgBouncer.Start(cloud.Database.Cluster.Port, ignored);
        await pooler.Ready();
        await Refuses(
            why,
            "--database-url",
            cloud.Url.Replace($":{cloud.Database.Cluster.Port}/", $":{pooler.Port}/", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_word_to_stop_is_told_before_it_is_done()
    {
        await using var server = await ServerProcess.ServeCloud(cloud.Url, cloud.Data, cloud.AdminToken, "--stop-delay-seconds", "4");
        await server.Terminate();
        while (await server.Health() == HttpStatusCode.OK)
            await Task.Delay(5, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await server.Health());
        (await server.Client.Get("/v1/tenants")).Must(HttpStatusCode.OK);
        Assert.True(await server.EndsWithin(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, server.ExitCode);
    }

    [Fact]
    public async Task Health_asks_the_server_that_runs_with_the_same_settings()
    {
        using var files = new TestCertificates();
        var port = LoopbackPort.Free();
        var settings = cloud.In("settings.json");
        await File.WriteAllTextAsync(
            settings,
            JsonSerializer.Serialize(
                new { url = $"https://0.0.0.0:{port}", tls = new { certificate_file = files.Certificate, key_file = files.Key } }
            ),
            Cancel
        );
        // What is set for the server hinders no command that does not listen.
        var (url, other) = (cloud.Database.Create(), cloud.In("other"));
        (await Told.ByCloud("init", "--database-url", url, "--data", other, "--config", settings)).Must(ExitCode.Ok);
        string[] health = ["health", "--data", cloud.Data, "--config", settings];
        (await Told.ByCloud(health)).Must(ExitCode.Failure);

        await using var server = ServerProcess.StartCloud("serve", "--database-url", cloud.Url, "--data", cloud.Data, "--config", settings);
        await server.Hear("Listening on");
        Assert.Contains("\"ready\"", (await Told.ByCloud(health)).Must(ExitCode.Ok).Out, StringComparison.Ordinal);

        await server.Terminate();
        while ((await Told.ByCloud(health)).Code == ExitCode.Ok)
            await Task.Delay(20, Cancel);
    }

    private async Task Refuses(string why, params string[] more)
    {
        string[] on = more.Length > 0 ? more : ["--database-url", cloud.Url];
        string[] serve = ["serve", "--data", cloud.Data, "--url", $"http://127.0.0.1:{LoopbackPort.Free()}", .. on];
        Assert.Contains("error: " + why, (await Told.ByCloud(serve)).Must(ExitCode.Failure).Error, StringComparison.Ordinal);
    }

    private async Task Set(string setting)
    {
        cloud.Database.Cluster.Execute($"ALTER SYSTEM SET {setting}");
        cloud.Database.Cluster.Execute("SELECT pg_reload_conf()");
        var (name, value) = (setting.Split(' ')[0], setting.Split(' ')[^1]);
        while ((string?)await CloudDatabase.Ask(cloud.Url, $"SHOW {name}") != value)
            await Task.Delay(10, Cancel);
    }
}
