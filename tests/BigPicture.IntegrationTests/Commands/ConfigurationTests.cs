using BigPicture.Cli;
using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.IntegrationTests.Commands;

/// <summary>Where settings come from, which of them wins, and what is refused.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-settings-");

    [Fact]
    public void Flags_go_before_the_environment_and_that_before_files()
    {
        var file = Write("a.json", """{"url":"http://127.0.0.1:1","http":{"connections_max":1},"stop_delay_seconds":1}""");
        var named = Write("b.json", """{"http":{"connections_max":2},"limits":{"other_calls_burst":2}}""");
        var environment = Environment(
            ("BIGPICTURE_CONFIG", named),
            ("BIGPICTURE_LIMITS__OTHER_CALLS_BURST", "3"),
            ("BIGPICTURE_STOP_DELAY_SECONDS", "3")
        );
        var settings = ServerConfiguration.Read(Flags((SettingList.StopDelaySeconds, "4")), environment, [file]);
        Assert.Equal("http://127.0.0.1:1", settings.Of(SettingList.Url));
        Assert.Equal(2, settings.Number(SettingList.ConnectionsMax, 0));
        Assert.Equal("3", settings["limits:other_calls_burst"]);
        Assert.Equal(4, settings.Number(SettingList.StopDelaySeconds, 0));
        Assert.Equal(7, settings.Number(SettingList.KeepAliveSeconds, 7));
    }

    [Fact]
    public void A_secret_may_lie_in_a_file_and_the_later_of_both_wins()
    {
        var secret = Write("secret", "correct horse\nsecond line\n");
        var file = Write("a.json", """{"key_passphrase":"from the file"}""");
        Assert.Equal("correct horse", Read([], [("BIGPICTURE_KEY_PASSPHRASE_FILE", secret)], file).Of(SettingList.KeyPassphrase));
        Assert.Equal("plain", Read([], [("BIGPICTURE_KEY_PASSPHRASE", "plain")], file).Of(SettingList.KeyPassphrase));
        Assert.Equal("from the file", Read([], [], file).Of(SettingList.KeyPassphrase));
    }

    [Fact]
    public void A_list_may_be_an_array()
    {
        var file = Write("a.json", """{"trusted_proxies":["10.0.0.0/8","192.0.2.1","2001:db8::/32"]}""");
        Assert.Equal("10.0.0.0/8,192.0.2.1,2001:db8::/32", Read([], [], file).Of(SettingList.TrustedProxies));
    }

    [Fact]
    public void What_is_wrong_is_told_all_at_once_with_its_name_and_its_origin()
    {
        var file = Write("a.json", """{"htp":{"connections_max":1},"url":"ftp://x","data":"elsewhere"}""");
        var refused = Assert.Throws<CommandException>(() =>
            Read(
                [(SettingList.StopDelaySeconds, "soon")],
                [
                    ("BIGPICTURE_URLL", "http://127.0.0.1:1"),
                    ("BIGPICTURE_TRUSTED_PROXIES", "10"),
                    ("BIGPICTURE_TLS__KEY_PASSWORD_FILE", "/absent"),
                ],
                file
            )
        );
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(
            $"htp.connections_max in {file} is no setting. Did you mean http.connections_max?",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains($"url in {file} is 'ftp://x', but must be http://ADDRESS:PORT", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"data in {file} cannot be set by a file: use --data or BIGPICTURE_DATA.",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--stop-delay-seconds is 'soon', but must be a whole number from 0 to 300",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "BIGPICTURE_URLL in the environment is no setting. Did you mean BIGPICTURE_URL?",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("BIGPICTURE_TRUSTED_PROXIES in the environment is '10', but must be", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "BIGPICTURE_TLS__KEY_PASSWORD_FILE in the environment names /absent, which cannot be read",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("5", false)]
    [InlineData("\"licenses.example.com\"", false)]
    [InlineData("\"ftp://licenses.example.com\"", false)]
    [InlineData("\"https://me@licenses.example.com\"", false)]
    [InlineData("\"https://licenses.example.com/?a=b\"", false)]
    [InlineData("\"https://licenses.example.com/one server\"", false)]
    [InlineData("\"https://licenses.example.com/europe\"", true)]
    public void The_issuer_is_a_url(string issuer, bool isSound)
    {
        var file = Write("a.json", $$"""{"issuer":{{issuer}}}""");
        if (isSound)
            Assert.NotNull(Read([], [], file).Of(SettingList.Issuer));
        else
            Assert.Contains("issuer in", Assert.Throws<CommandException>(() => Read([], [], file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void The_issuer_is_bounded(int bytes, bool isSound)
    {
        const string start = "https://licenses.example.com/";
        Assert.Equal(isSound, SettingValues.Issuer(start + new string('a', bytes - start.Length)) is null);
    }

    [Fact]
    public void A_secret_is_named_once_and_its_value_never_told()
    {
        var refused = Assert.Throws<CommandException>(() =>
            Read([], [("BIGPICTURE_DATABASE_PASSWORD", "hunter2"), ("BIGPICTURE_DATABASE_PASSWORD_FILE", Write("p", "hunter3"))])
        );
        Assert.Contains("are both set", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "is empty",
            Assert.Throws<CommandException>(() => Read([], [("BIGPICTURE_KEY_PASSPHRASE", "")])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        var file = Write("a.json", "{");
        Assert.Contains(file, Assert.Throws<CommandException>(() => Read([], [], file)).Message, StringComparison.Ordinal);
        Assert.Contains("/absent", Assert.Throws<CommandException>(() => Read([], [], "/absent")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BIGPICTURE_SERVER")]
    [InlineData("BIGPICTURE_TOKEN")]
    [InlineData("BIGPICTURE_SERVICE_HOST")]
    [InlineData("BIGPICTURE_SERVICE_PORT_HTTPS")]
    [InlineData("BIGPICTURE_PORT")]
    [InlineData("BIGPICTURE_PORT_8080_TCP_ADDR")]
    [InlineData("BIGPICTURE_DATABASE_SERVICE_HOST")]
    [InlineData("BIGPICTURE_ROOT_KEY")]
    [InlineData("PATH")]
    public void What_others_say_in_the_environment_is_left_alone(string name) =>
        Assert.Empty(Read([], [(name, "tcp://10.0.0.1:80")]).AsEnumerable());

    [Fact]
    public void Every_setting_has_one_spelling_each()
    {
        var all = SettingList.All;
        Assert.Equal(all.Count, all.Select(setting => setting.Key).Distinct().Count());
        Assert.Equal(all.Count, all.Select(setting => setting.Variable).Distinct().Count());
        Assert.Equal(all.Count, all.Select(setting => setting.Flag).Distinct().Count());
        Assert.Equal("BIGPICTURE_LIMITS__LEASE_CALLS_BURST", SettingList.Find("limits.lease_calls_burst")!.Variable);
        Assert.Equal("--database-url-file", SettingList.Find("database_url_file")!.Flag);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static IConfiguration Read((string, string)[] flags, (string, string)[] variables, params string[] files) =>
        ServerConfiguration.Read(Flags(flags), Environment(variables), files);

    private static Layer Flags(params (string Key, string Value)[] flags)
    {
        var layer = new Layer();
        foreach (var (key, value) in flags)
            layer.Add(SettingList.Find(key)!, value, SettingList.Find(key)!.Flag);
        return layer;
    }

    private static Layer Environment(params (string Name, string Value)[] variables) =>
        EnvironmentLayer.Read(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
