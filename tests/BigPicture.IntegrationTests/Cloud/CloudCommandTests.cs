using System.Text.Json;
using BigPicture.Cli;
using BigPicture.IntegrationTests.Commands;
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
        string[] address = ["--url", "http://127.0.0.1:8080"];
        var cloud = await Told.ByCloud(["init", "--demo", "--json", "--database-url", url, "--data", In("a"), .. address]);
        (await Told.ByCloud(["migrate", "--database-url", url, "--data", In("a"), .. address])).Must(ExitCode.Ok);
        var local = await Told.By("init", "--demo", "--json", "--data", In("b"));
        Assert.Equal(Shape(local.Must(ExitCode.Ok).Json), Shape(cloud.Must(ExitCode.Ok).Json));

        var again = (await Told.ByCloud("init", "--database-url", url, "--data", In("c"))).Must(ExitCode.Failure);
        Assert.Contains("The database holds a server already.", again.Error, StringComparison.Ordinal);
        Assert.Empty(new DirectoryInfo(In("c")).EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_plan_is_sql_that_changes_nothing_until_somebody_runs_it()
    {
        var url = database.Create();
        var plan = (await Told.ByCloud("migrate", "--plan", "--database-url", url)).Must(ExitCode.Ok).Out;
        Assert.Contains("CREATE TABLE lease_book", plan, StringComparison.Ordinal);
        Assert.Equal(0L, await CloudDatabase.Ask(url, Tables));

        await CloudDatabase.Ask(url, plan);
        var migrated = (await Told.ByCloud("migrate", "--json", "--database-url", url)).Must(ExitCode.Ok);
        Assert.Equal(0, migrated.Json.GetProperty("applied").GetArrayLength());
        var nothing = (await Told.ByCloud("migrate", "--plan", "--database-url", url)).Must(ExitCode.Ok).Out;
        Assert.DoesNotContain("CREATE", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Either_program_migrates()
    {
        var url = database.Create();
        var first = (await Told.By("migrate", "--database-url", url)).Must(ExitCode.Ok);
        Assert.Contains("Applied: ", first.Out, StringComparison.Ordinal);
        Assert.NotEqual(0L, await CloudDatabase.Ask(url, Tables));
        var second = (await Told.ByCloud("migrate", "--database-url", url)).Must(ExitCode.Ok);
        Assert.Contains("nothing was changed", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_may_lie_in_a_file_and_a_setting_that_there_is_not_is_refused()
    {
        await File.WriteAllTextAsync(In("url"), database.Create() + "\n", TestContext.Current.CancellationToken);
        (await Told.ByCloud("migrate", "--database-url-file", In("url"))).Must(ExitCode.Ok);
        var byVariable = new Launch { Environment = new Dictionary<string, string> { ["BIGPICTURE_DATABASE_URL_FILE"] = In("url") } };
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
        var ran = (await Told.ByCloud("migrate", "--database-url", url)).Must(ExitCode.Ok);
        Assert.Contains("warning: the password in --database-url is seen by everybody", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

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
