using System.Diagnostics;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Bench;

/// <summary><c>build/bench</c> measures any running server, and says what is wrong with one that it cannot measure.</summary>
public sealed class BenchTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_server_is_measured_from_outside()
    {
        await Things.Entitlement(shared.Live.Admin, "acme", "cad-pro", """{"type":"concurrent","max_seats":100}""");
        string[] where = ["--target", shared.Live.Url.ToString(), "--token", shared.Live.Founded.ClientToken!, "--product", "cad-pro"];

        var (code, output, words) = await Run([.. where, "--clients", "4", "--seconds", "1", "--runs", "1", "--json"]);

        Assert.True(code == 0, words);
        var figures = JsonElement
            .Parse(output)
            .GetProperty("figures")
            .EnumerateArray()
            .ToDictionary(figure => figure.GetProperty("key").GetString()!, figure => figure.GetProperty("value").GetDouble());
        Assert.Equal(["hot_pool", "hot_pool.p99", "hot_pool.median", "renewals", "renewals.p99", "one_caller"], figures.Keys);
        Assert.All(figures.Values, value => Assert.True(value > 0));
    }

    [Fact]
    public async Task A_refusal_ends_the_measurement_with_what_the_server_said()
    {
        string[] where = ["--target", shared.Live.Url.ToString(), "--token", "bp_unknown", "--product", "cad-pro"];

        var (code, output, words) = await Run([.. where, "--clients", "1", "--seconds", "1"]);

        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Contains("401", words);
        Assert.DoesNotContain("   at ", words);
    }

    [Theory]
    [InlineData("--target", "http://127.0.0.1:9")]
    [InlineData("--target", "nowhere", "--token", "t", "--product", "p")]
    public async Task A_target_without_address_token_and_product_is_misuse(params string[] arguments) =>
        Assert.Equal(2, (await Run(arguments)).Code);

    private static async Task<(int Code, string Output, string Words)> Run(string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Repository.Path($"tests/BigPicture.Benchmarks/bin/{configuration}/net10.0/bigpicture-bench.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var words = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, words);
    }
}
