using BigPicture.Cli;

namespace BigPicture.IntegrationTests.Commands;

/// <summary><c>keys</c>: what lies there is told, and a private key leaves only when it is asked for, and only sealed.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-keys-");

    [Fact]
    public async Task Every_key_is_listed_with_its_use_and_its_end()
    {
        using var data = await NewServer.Found();

        var keys = (await Told.By("keys", "list", "--data", data.Path, "--json")).Fine().Json.GetProperty("keys").EnumerateArray().ToList();

        Assert.Equal(
            ["root", "delegate", "lease", "bundle", "revocation", "report"],
            keys.Select(key => key.GetProperty("use").GetString())
        );
        Assert.All(keys, key => Assert.True(key.GetProperty("usable").GetBoolean()));
        Assert.EndsWith("Z", keys[2].GetProperty("ends_at").GetString()!, StringComparison.Ordinal);
        Assert.Equal(data.Founded.GetProperty("root_keys")[0].GetString(), keys[0].GetProperty("public_key").GetString());
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_is_listed_as_such()
    {
        using var data = await NewServer.Found();
        await File.WriteAllTextAsync(LeaseKey(data), "k4.secret.AAAA", TestContext.Current.CancellationToken);

        var lease = (await Told.By("keys", "list", "--data", data.Path, "--json")).Fine().Json.GetProperty("keys")[2];

        Assert.False(lease.GetProperty("usable").GetBoolean());
        Assert.Contains("is damaged", lease.GetProperty("problem").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_applications_pin_is_printed_and_nothing_else()
    {
        using var data = await NewServer.Found();

        var told = (await Told.By("keys", "export", "--data", data.Path)).Fine();

        Assert.Equal(data.Founded.GetProperty("root_keys")[0].GetString(), told.Out.Trim());
        foreach (
            var arguments in new string[][]
            {
                ["list"],
                ["list", "--json"],
                ["export", "--use", "all"],
                ["export", "--use", "all", "--json"],
            }
        )
        {
            var words = (await Told.By(["keys", .. arguments, "--data", data.Path])).Fine();
            Assert.DoesNotContain("k4.secret", words.Out + words.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_private_key_leaves_sealed_and_opens_under_its_passphrase()
    {
        using var data = await NewServer.Found();
        var root = (await Told.By("keys", "list", "--data", data.Path, "--json"))
            .Json.GetProperty("keys")[0]
            .GetProperty("key_id")
            .GetString()!;
        string[] export = ["keys", "export", "--data", data.Path, "--secret", root];
        Assert.Equal(ExitCode.Usage, (await Told.By(export)).Code);
        Assert.Equal(ExitCode.Usage, (await Told.By([.. export, "--out", In("root.key")])).Code);

        (await Told.By([.. export, "--out", In("root.key"), "--passphrase-file", Secret("correct horse")])).Fine();

        Assert.StartsWith(
            "k4.secret-pw.",
            await File.ReadAllTextAsync(In("root.key"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("root.key")));
        Assert.Equal(ExitCode.Conflict, (await Told.By([.. export, "--out", In("root.key"), "--passphrase-file", Secret("other")])).Code);

        // Back in its place: opened by the passphrase that it was exported under.
        var file = Directory.GetFiles(data.File("keys"), "root-*.key").Single();
        File.Copy(In("root.key"), file, overwrite: true);
        File.Delete(LeaseKey(data));
        var keys = (await Told.By("keys", "list", "--data", data.Path, "--key-passphrase-file", Secret("correct horse"), "--json")).Json;
        Assert.Equal("passphrase", keys.GetProperty("keys")[0].GetProperty("kept").GetString());
    }

    [Fact]
    public async Task Plain_keys_are_refused_under_a_passphrase_until_they_are_sealed()
    {
        using var data = await NewServer.Found();
        string[] passphrase = ["--key-passphrase-file", Secret("correct horse")];
        var refused = await Told.By(["serve", "--data", data.Path, .. passphrase]);
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Contains("lies in plain although a passphrase is given", refused.Error, StringComparison.Ordinal);

        (await Told.By(["keys", "seal", "--data", data.Path, .. passphrase])).Fine();

        foreach (var file in Directory.GetFiles(data.File("keys"), "*.key"))
            Assert.StartsWith(
                "k4.secret-pw.",
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
        var keys = (await Told.By(["keys", "list", "--data", data.Path, "--json", .. passphrase]))
            .Json.GetProperty("keys")
            .EnumerateArray();
        Assert.All(keys, key => Assert.True(key.GetProperty("usable").GetBoolean()));
        (await Told.By(["backup", "--data", data.Path, "--out", In("b.tar")])).Fine();
        var blind = (await Told.By("restore", In("b.tar"), "--verify-only", "--json")).Fine();
        Assert.False(blind.Json.GetProperty("keys_proven").GetBoolean());
        var seen = (await Told.By(["restore", In("b.tar"), "--verify-only", "--json", .. passphrase])).Fine();
        Assert.True(seen.Json.GetProperty("keys_proven").GetBoolean());
        var wrong = await Told.By("restore", In("b.tar"), "--verify-only", "--key-passphrase-file", Secret("another horse"));
        Assert.Contains("does not open", wrong.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Ok, wrong.Code);
        var without = await Told.By("doctor", "--data", data.Path, "--url", "http://127.0.0.1:1", "--json");
        Assert.Single(
            without.Json.GetProperty("findings").EnumerateArray(),
            f => f.GetProperty("code").GetString() == "passphrase_missing"
        );
    }

    [Fact]
    public async Task Keys_are_rotated_and_retired_and_what_cannot_be_done_has_its_code()
    {
        using var data = await NewServer.Found();
        string[] at = ["--data", data.Path, "--json"];

        var rotated = (await Told.By(["keys", "rotate", .. at])).Fine().Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(["retired", "signs"], rotated.Select(key => key.GetProperty("state").GetString()));
        Assert.Equal("rotated", rotated[0].GetProperty("reason").GetString());
        Assert.EndsWith("Z", rotated[0].GetProperty("verifies_until").GetString()!, StringComparison.Ordinal);

        var old = rotated[0].GetProperty("key_id").GetString()!;
        Assert.Equal(ExitCode.Conflict, (await Told.By(["keys", "retire", old, .. at])).Code);
        var withdrawn = (await Told.By(["keys", "retire", old, "--reason", "compromised", .. at])).Fine().Json.GetProperty("keys")[0];
        Assert.Equal("withdrawn", withdrawn.GetProperty("state").GetString());
        Assert.Equal(ExitCode.NotFound, (await Told.By(["keys", "retire", "k4.pid.none", .. at])).Code);
        Assert.Equal(ExitCode.Usage, (await Told.By(["keys", "retire", old, "--reason", "tired", .. at])).Code);
        Assert.Equal(ExitCode.Usage, (await Told.By(["keys", "create", "--request", In("request"), .. at])).Code);
        Assert.Equal(ExitCode.NotFound, (await Told.By(["keys", "import", In("absent"), .. at])).Code);
        Assert.Empty((await Told.By(["keys", "create", .. at])).Fine().Json.GetProperty("keys").EnumerateArray());

        (await Told.By(["keys", "create", "--use", "report", "--request", In("request"), .. at])).Fine();
        string[] certify = ["keys", "certify", In("request"), "--out", In("certificate"), "--days", "30", .. at];
        Assert.Equal("report", (await Told.By(certify)).Fine().Json.GetProperty("use").GetString());
        Assert.Equal(ExitCode.Conflict, (await Told.By(certify)).Code);
        Assert.Equal(ExitCode.Usage, (await Told.By([.. certify, "--path-len", "2"])).Code);
        Assert.Equal(
            "signs",
            (await Told.By(["keys", "import", In("certificate"), .. at]))
                .Fine()
                .Json.GetProperty("keys")[0]
                .GetProperty("state")
                .GetString()
        );
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string LeaseKey(NewServer data) => Directory.GetFiles(data.File("keys"), "lease-*.key").Single();

    private string Secret(string passphrase)
    {
        File.WriteAllText(In(passphrase), passphrase + "\n");
        return In(passphrase);
    }

    private string In(string name) => Path.Combine(folder.FullName, name);
}
