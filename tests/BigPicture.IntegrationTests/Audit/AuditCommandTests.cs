using System.Net;
using BigPicture.Cli;
using BigPicture.IntegrationTests.Cloud;
using BigPicture.IntegrationTests.Commands;
using BigPicture.IntegrationTests.Crashes;
using Microsoft.Data.Sqlite;

namespace BigPicture.IntegrationTests.Audit;

/// <summary><c>audit verify</c>: on a server's directory, on a backup, on the cloud's database.</summary>
public sealed class AuditCommandTests(FoundedCloud cloud) : IClassFixture<FoundedCloud>
{
    [Fact]
    public async Task A_trail_is_verified_while_the_server_runs_and_in_a_backup()
    {
        using var data = await ServerData.Found();
        await using var server = await ServerProcess.Serve(data);
        await Things.Entitlement(server.Client, "acme");
        var told = (await server.Client.Get("/v1/audit/status?tenant_id=acme")).Must(HttpStatusCode.OK);

        var running = (await Told.By("audit", "verify", "--data", data.Path, "--json", "--known", Known(told))).Fine().Json;
        Assert.True(running.GetProperty("sound").GetBoolean());
        Assert.True(running.GetProperty("events").GetInt64() >= 10);

        var file = Path.Combine(data.Path, "own.tar");
        (await Told.By("backup", "--data", data.Path, "--out", file)).Fine();
        var backup = (await Told.By("audit", "verify", "--backup", file, "--json")).Fine().Json;
        Assert.Equal(running.GetProperty("events").GetInt64(), backup.GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task A_changed_act_ends_the_command_with_the_code_of_damage_and_its_place()
    {
        using var data = await NewServer.Found();
        await Change(
            data,
            "DROP TRIGGER tel_audit_not_changed; UPDATE tel_audit SET address = '192.0.2.1' WHERE tenant_id = 'acme' AND number = 2"
        );

        var verdict = (await Told.By("audit", "verify", "--data", data.Path, "--json")).Must(ExitCode.Integrity).Json;
        var fault = verdict.GetProperty("faults")[0];
        Assert.Equal(("acme", 2), (fault.GetProperty("tenant_id").GetString(), fault.GetProperty("sequence").GetInt32()));
        var words = (await Told.By("audit", "verify", "--data", data.Path)).Must(ExitCode.Integrity);
        Assert.Contains("acme 2: ", words.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_was_kept_and_is_no_more_is_damage()
    {
        using var data = await NewServer.Found();
        var other = $"acme:1:{new string('0', 64)}";
        (await Told.By("audit", "verify", "--data", data.Path, "--known", other)).Must(ExitCode.Integrity);
        (await Told.By("audit", "verify", "--data", data.Path, "--known", "acme:1")).Must(ExitCode.Usage);
    }

    [Fact]
    public async Task The_clouds_trail_is_verified_in_its_database()
    {
        var verdict = (await Told.ByCloud("audit", "verify", "--json", "--database-url", cloud.Url, "--data", cloud.Data)).Fine().Json;
        Assert.True(verdict.GetProperty("sound").GetBoolean());

        await CloudDatabase.Ask(cloud.Url, "ALTER TABLE tel_audit DISABLE TRIGGER USER");
        await CloudDatabase.Ask(cloud.Url, "UPDATE tel_audit SET subject = 'other' WHERE number = 1");
        (await Told.ByCloud("audit", "verify", "--database-url", cloud.Url, "--data", cloud.Data)).Must(ExitCode.Integrity);
    }

    /// <summary>Past the triggers and past the owner's own walls: the role that serves tenants has no right to change what stands.</summary>
    [Theory]
    [InlineData("UPDATE tel_audit SET subject = 'other'")]
    [InlineData("DELETE FROM tel_audit")]
    [InlineData("DELETE FROM tel_audit_head")]
    [InlineData("TRUNCATE tel_audit")]
    public async Task The_applications_role_may_only_add_and_read(string sql)
    {
        var url = cloud.Url;
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => CloudDatabase.Ask(url, $"SET ROLE bigpicture_app; {sql}"));
        Assert.Equal("42501", refused.SqlState);
    }

    private static string Known(Reply status) =>
        $"{status["tenant_id"]}:{status.Body.GetProperty("last_sequence").GetInt64()}:{status["hash"]}";

    private static async Task Change(NewServer data, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data.Path, "bigpicture.db")};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
