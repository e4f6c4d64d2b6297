using System.Diagnostics;
using System.Net;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>A real Prometheus reads a running server with a token from a file, and finds the rules that are shipped sound.</summary>
public sealed class PrometheusTests
{
    private static readonly TimeSpan ScrapedWithin = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Prometheus_scrapes_a_running_server()
    {
        Assert.SkipUnless(Programs.Has("prometheus"), "prometheus is not installed: Debian's package 'prometheus'.");
        using var data = await ServerData.Found();
        await using var server = await ServerProcess.Serve(data);
        var folder = Directory.CreateTempSubdirectory("bigpicture-prometheus-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "token"), data.Token, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "prometheus.yml"),
                $$"""
                global: { scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s }
                rule_files: ["{{Repository.Path("deploy/prometheus/rules.yml")}}"]
                scrape_configs:
                  - job_name: bigpicture
                    authorization: { credentials_file: token }
                    static_configs: [ { targets: ["{{server.Client.BaseAddress!.Authority}}"] } ]
                """,
                TestContext.Current.CancellationToken
            );
            await using var prometheus = await Programs.Start(
                "prometheus",
                folder.FullName,
                port => ["--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", $"--web.listen-address=127.0.0.1:{port}"]
            );

            await Hear(prometheus, "up{job=\"bigpicture\"}", "1");
            await Hear(prometheus, "sum(bigpicture_pool_limit{product=\"cad-pro\"})", "3");
            await Hear(prometheus, "sum(bigpicture:pool_utilization:ratio{product=\"cad-pro\"})", "0");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_rules_that_are_shipped_are_sound()
    {
        Assert.SkipUnless(Programs.Has("promtool"), "promtool is not installed: Debian's package 'prometheus'.");
        var checks = await Programs.Run("promtool", "check", "rules", Repository.Path("deploy/prometheus/rules.yml"));
        Assert.True(checks.Code == 0, checks.Output + checks.Errors);
    }

    /// <summary>Waits until the first series that an expression finds has this value: scrapes come by the second, and the first may be too early.</summary>
    private static async Task Hear(RunningProgram prometheus, string query, string value)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await prometheus.Client.Get($"/api/v1/query?query={Uri.EscapeDataString(query)}");
            if (
                answer.Status == HttpStatusCode.OK
                && answer.Body.GetProperty("data").GetProperty("result") is { } found
                && found.GetArrayLength() > 0
                && found[0].GetProperty("value")[1].GetString() == value
            )
                return;
            Assert.True(waited.Elapsed < ScrapedWithin, $"{query} does not become {value}: {answer.Text}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
