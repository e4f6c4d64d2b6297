using System.Diagnostics;
using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Servers;
using BigPicture.Testing;

namespace BigPicture.Benchmarks.Rows;

/// <summary>How fast <c>audit verify</c> goes along a chain; what the program takes to start is taken off.</summary>
internal sealed class AuditRate(BenchOptions options)
{
    private const int Acts = 20_000;

    public async Task<IEnumerable<Figure>> Measure(ServerData data)
    {
        var before = Verify(data);
        TimeSpan took;
        using (var server = await ServerProcess.License(data.Directory))
        {
            var from = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, options.Clients).Select(client => Task.Run(() => Act(data, server, client))));
            took = Stopwatch.GetElapsedTime(from);
        }
        var verified = Verify(data) - before;
        return
        [
            new Figure("audited", "acts of operators, each audited", Acts / took.TotalSeconds, "acts/s"),
            new Figure("audit_verify", "audit verification", Acts / verified.TotalSeconds, "acts/s"),
        ];
    }

    private void Act(ServerData data, ServerProcess server, int client)
    {
        using var connection = new HttpConnection(server.Url, data.Token);
        for (var act = client; act < Acts; act += options.Clients)
            if (connection.Post("/v1/tenants", $$"""{"tenant_id":"audited-{{act}}","name":"Audited"}""") != 201)
                throw new InvalidOperationException("A tenant was not created.");
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
