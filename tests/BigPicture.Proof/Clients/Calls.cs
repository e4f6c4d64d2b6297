using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Clients;

/// <summary>One client's calls, one at a time, each written down as it returns.</summary>
internal sealed class Calls(int client, Ground ground, Random random) : IDisposable
{
    private const int TriesMax = 6;

    /// <summary>What a server says only when it, or this program, is broken.</summary>
    private static readonly int[] NeverSaid = [400, 401, 405, 412, 413, 415, 422, 429, 500];

    private readonly Line line = new(ground.Site.AdminToken);
    private long sequence;

    /// <summary>A call that is still to be made.</summary>
    public static Operation About(OperationKind kind, Terms pool) =>
        new()
        {
            Client = 0,
            Sequence = 0,
            Kind = kind,
            Server = "",
            Entitlement = pool.Entitlement,
            CallNs = 0,
            ReturnNs = 0,
            CallUnixMs = 0,
            ReturnUnixMs = 0,
            Outcome = Outcome.Unknown,
        };

    /// <summary>The same call again, at any server, until its outcome is known, or patience ends.</summary>
    public async Task<(Operation Made, Answer Answer)> Insist(
        Operation what,
        HttpMethod method,
        string path,
        string? body,
        Func<Operation, Answer, Operation>? read = null
    )
    {
        var made = await Make(what, method, path, body, read);
        for (var tries = 1; made.Made.Outcome == Outcome.Unknown && tries < TriesMax && random.Next(5) > 0; tries++)
        {
            await Task.Delay(random.Next(50, 600));
            made = await Make(what, method, path, body, read);
        }
        return made;
    }

    /// <param name="read">Adds what the answer tells.</param>
    private async Task<(Operation Made, Answer Answer)> Make(
        Operation what,
        HttpMethod method,
        string path,
        string? body,
        Func<Operation, Answer, Operation>? read
    )
    {
        var server = ground.Site.Replicas[random.Next(ground.Site.Replicas.Count)];
        var (callNs, callUnixMs) = (ground.Clock.Ns, RunClock.UnixMs);
        var answer = await line.Ask(method, server.Url, path, body, what.IdempotencyKey);
        var made = what with
        {
            Client = client,
            Sequence = ++sequence,
            Server = server.Name,
            CallNs = callNs,
            CallUnixMs = callUnixMs,
            ReturnNs = ground.Clock.Ns,
            ReturnUnixMs = RunClock.UnixMs,
            Outcome = answer.Outcome,
            Status = answer.Status,
            Code = answer.Code,
            RefusedPool = answer.RefusedPool,
        };
        if (answer.Outcome == Outcome.Yes && read is not null)
            made = read(made, answer);
        if (answer.Status is { } status && NeverSaid.Contains(status))
            ground.Complain($"{server.Name} answered {status} to {method} {path} {body}: {answer.Body}");
        ground.Record(made);
        return (made, answer);
    }

    public void Dispose() => line.Dispose();
}
