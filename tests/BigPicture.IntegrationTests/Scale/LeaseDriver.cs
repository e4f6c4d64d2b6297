using System.Diagnostics;
using System.Net;

namespace BigPicture.IntegrationTests.Scale;

/// <summary>Callers on one pool, each taking a lease and giving it back or renewing it; tells how many acts a second they got.</summary>
internal sealed class LeaseDriver(HttpClient client, string entitlement)
{
    private const int Callers = 32;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<Reply> Take(string session) => await client.Post("/v1/license/lease", Ask(session));

    /// <summary>Activations and releases a second.</summary>
    public Task<double> Cycle(TimeSpan time) =>
        Drive(
            time,
            async session =>
            {
                var lease = (await Take(session)).Must(HttpStatusCode.Created);
                (await client.Post("/v1/license/lease/release", $$"""{"token":"{{lease["token"]}}"}""")).Must(HttpStatusCode.OK);
                return 2;
            }
        );

    /// <summary>Renewals a second, of leases that stay.</summary>
    public async Task<double> Renew(TimeSpan time)
    {
        var tokens = new Dictionary<string, string>();
        for (var caller = 0; caller < Callers; caller++)
            tokens.Add($"{caller}", (await Take($"kept-{caller}-{Stopwatch.GetTimestamp()}")).Must(HttpStatusCode.Created)["token"]);
        return await Drive(
            time,
            async session =>
            {
                var token = tokens[session.Split('-')[0]];
                (await client.Post("/v1/license/lease/renew", $$"""{"token":"{{token}}"}""")).Must(HttpStatusCode.OK);
                return 1;
            }
        );
    }

    public static async Task<double> Milliseconds(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static async Task<double> Drive(TimeSpan time, Func<string, Task<int>> turn)
    {
        var begun = Stopwatch.GetTimestamp();
        var acts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Call(caller), Cancel)));
        return acts.Sum() / Stopwatch.GetElapsedTime(begun).TotalSeconds;

        async Task<int> Call(int caller)
        {
            var done = 0;
            for (var i = 0; Stopwatch.GetElapsedTime(begun) < time; i++)
                done += await turn($"{caller}-{i}-{begun}");
            return done;
        }
    }

    private string Ask(string session) =>
        $$"""
            {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"{{session}}","session_id":"{{session}}"}
            """;
}
