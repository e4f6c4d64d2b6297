using System.Diagnostics;
using System.Text;
using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;
using BigPicture.Testing;

namespace BigPicture.Benchmarks.Rows;

/// <summary>How fast <c>audit verify</c> goes along a chain; what the program takes to start is taken off.</summary>
internal sealed class AuditRate(BenchOptions options)
{
    private const int Acts = 10_000;

    private const int TooMany = 429;

    private const string Entitlement = $$"""
        {"tenant_id":"{{ServerData.Tenant}}","product_id":"{{ServerData.Product}}","policy_json":{"type":"concurrent","max_seats":1} }
        """;

    public async Task<IEnumerable<Figure>> Measure(ServerData data)
    {
        var before = Verify(data);
        using (var server = await ServerProcess.License(data.Directory))
            await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(client => Act(data, server, client)));
        var verified = Verify(data) - before;
        return [new Figure("audit_verify", "audit verification", Acts / verified.TotalSeconds, "acts/s")];
    }

    private async Task Act(ServerData data, ServerProcess server, int client)
    {
        using var connection = new HttpConnection(server.Url, data.Token);
        for (var act = client; act < Acts; act += options.Clients)
            while (connection.Post("/v1/entitlements", Entitlement) is not 201 and var status)
            {
                if (status != TooMany)
                    throw new InvalidOperationException(
                        $"An entitlement was not made: {status} {Encoding.UTF8.GetString(connection.Body)}"
                    );
                await Task.Delay(100);
            }
    }

    private static TimeSpan Verify(ServerData data)
    {
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Checkout.LocalServer, "audit", "verify", "--data", data.Directory])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(from) : throw new InvalidOperationException(said);
    }
}
