using System.Text.Json;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Cloud;

/// <summary>The commands of the cloud server, as an operator types them.</summary>
public sealed class CloudCommandTests(CloudDatabase database) : IClassFixture<CloudDatabase>, IDisposable
{
    private const string Tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-cloud-");

    [Fact]
    public async Task Init_tells_the_same_object_as_the_local_server_and_founds_a_database_once()
    {
        var url = database.Create();
        var cloud = JsonElement.Parse(
            await ServerProcess.RunCloud("init", "--demo", "--json", "--database-url", url, "--data", Path.Combine(folder.FullName, "a"))
        );
        var local = JsonElement.Parse(await ServerProcess.Run("init", "--demo", "--json", "--data", Path.Combine(folder.FullName, "b")));
        Assert.Equal(Shape(local), Shape(cloud));

        var again = await ServerProcess.TryRunCloud(
            new Launch(),
            "init",
            "--database-url",
            url,
            "--data",
            Path.Combine(folder.FullName, "c")
        );
        Assert.Equal(1, again.Code);
        Assert.Contains("The database holds a server already.", again.Errors, StringComparison.Ordinal);
        Assert.Empty(new DirectoryInfo(Path.Combine(folder.FullName, "c")).EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_plan_is_sql_that_changes_nothing_until_somebody_runs_it()
    {
        var url = database.Create();
        var plan = await ServerProcess.RunCloud("migrate", "--plan", "--database-url", url);
        Assert.Contains("CREATE TABLE lease_book", plan, StringComparison.Ordinal);
        Assert.Equal(0L, await CloudDatabase.Ask(url, Tables));

        await CloudDatabase.Ask(url, plan);
        var migrated = JsonElement.Parse(await ServerProcess.RunCloud("migrate", "--json", "--database-url", url));
        Assert.Equal(0, migrated.GetProperty("applied").GetArrayLength());
        Assert.DoesNotContain("CREATE", await ServerProcess.RunCloud("migrate", "--plan", "--database-url", url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Either_program_migrates()
    {
        var url = database.Create();
        Assert.Contains("Applied: ", await ServerProcess.Run("migrate", "--database-url", url), StringComparison.Ordinal);
        Assert.NotEqual(0L, await CloudDatabase.Ask(url, Tables));
        Assert.Contains("nothing was changed", await ServerProcess.RunCloud("migrate", "--database-url", url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_may_lie_in_a_file_and_a_setting_that_there_is_not_is_refused()
    {
        var file = Path.Combine(folder.FullName, "url");
        await File.WriteAllTextAsync(file, database.Create() + "\n", TestContext.Current.CancellationToken);
        await ServerProcess.RunCloud("migrate", "--database-url-file", file);
        var byVariable = new Launch { Environment = new Dictionary<string, string> { ["BIGPICTURE_DATABASE_URL_FILE"] = file } };
        Assert.Equal(0, (await ServerProcess.TryRunCloud(byVariable, "migrate")).Code);

        var odd = new Launch { Environment = new Dictionary<string, string> { ["BIGPICTURE_DATABSE_URL"] = "postgresql://u:hunter2@h/d" } };
        var refused = await ServerProcess.TryRunCloud(odd, "migrate");
        Assert.Equal(2, refused.Code);
        Assert.Contains(
            "BIGPICTURE_DATABSE_URL in the environment is no setting. Did you mean BIGPICTURE_DATABASE_URL?",
            refused.Errors,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("hunter2", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_on_the_command_line_is_warned_of_and_not_told()
    {
        var url = database.Create().Replace("@", ":hunter2@", StringComparison.Ordinal);
        var ran = await ServerProcess.TryRunCloud(new Launch(), "migrate", "--database-url", url);
        Assert.Equal(0, ran.Code);
        Assert.Contains("warning: the password in --database-url is seen by everybody", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ran.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Names and kinds, without values.</summary>
    private static string Shape(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object =>
                $"{{{string.Join(',', json.EnumerateObject().Select(member => $"{member.Name}:{Shape(member.Value)}"))}}}",
            JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Shape))}]",
            var kind => kind.ToString(),
        };
}
