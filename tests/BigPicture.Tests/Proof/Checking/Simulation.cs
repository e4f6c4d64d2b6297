using BigPicture.Proof.Histories;

namespace BigPicture.Tests.Proof.Checking;

/// <summary>
/// Clients that overlap, give up and lose answers, on a server that does one act at a time somewhere inside of each call, or after its
/// client gave up, or never. So every history of it is right, unless the server is told to make a mistake.
/// </summary>
internal sealed class Simulation
{
    private const long Second = 1_000_000_000;
    private const long Epoch = 1_800_000_000;
    private const int SettleSeconds = 10;
    private readonly Random random;
    private readonly Pool pool;
    private readonly SimulatedServer server;
    private readonly PriorityQueue<(Operation Call, bool Done, bool Heard), long> pending = new();
    private readonly List<Operation> history = [];
    private readonly List<(TokenFacts Token, long KnownFrom)> tokens = [];
    private readonly double pace;
    private long sequence;

    private Simulation(int seed, int seats, double pace, Mistake mistake)
    {
        this.pace = pace;
        random = new Random(seed);
        var type = Pick("concurrent", "concurrent", "per_user", "per_machine", "feature_based");
        var limits = new Dictionary<string, long> { ["feature/f"] = 1 + random.Next(seats) };
        if (type != "feature_based")
            limits["seats"] = 1 + random.Next(seats);
        pool = new Pool
        {
            Entitlement = "ent_1",
            LicenseType = type,
            Limits = limits,
            MachinesPerUser = type == "per_user" && Chance(0.5) ? 2 : null,
            HoldsRevokedSeats = mistake == Mistake.FreesHeldSeat || Chance(0.3),
            LeaseSecondsMax = Chance(0.5) ? 60 : 15,
            SkewMs = 0,
        };
        server = new SimulatedServer(pool, mistake);
    }

    public static History Run(
        int seed,
        int operations = 400,
        int clients = 6,
        int seats = 4,
        double pace = 1,
        Mistake mistake = Mistake.None
    )
    {
        var simulation = new Simulation(seed, seats, pace, mistake);
        for (var client = 0; client < clients; client++)
            simulation.Begin(client, simulation.Some(5));
        // Then no new calls, and those under way come to their ends: a call that nobody tells of would be a hole in the history.
        while (simulation.pending.Count > 0)
            simulation.Step(goOn: simulation.history.Count + simulation.pending.Count < operations);
        return new History
        {
            Run = new Run
            {
                Seed = seed,
                Build = "simulated",
                SettleMs = SettleSeconds * 1000,
            },
            Pools = [simulation.pool],
            Operations = [.. simulation.history.OrderBy(call => call.ReturnNs)],
            Feed = simulation.server.Feed,
            Leases = [.. simulation.server.List()],
        };
    }

    private void Step(bool goOn)
    {
        pending.TryDequeue(out var next, out var effect);
        var (call, done, heard) = next;
        var answer = done ? server.Act(call, Epoch + (effect / Second)) : call;
        if (!heard)
            return;
        history.Add(answer);
        if (answer is { Outcome: Outcome.Yes, Token: { } token })
            tokens.Add((token, answer.ReturnNs));
        if (goOn)
            Begin(answer.Client, answer.ReturnNs);
    }

    /// <summary>Puts a client's next call where it takes effect, and where its answer is heard.</summary>
    private void Begin(int client, long from)
    {
        var callNs = from + 1 + Some(2);
        var effect = callNs + Some(2);
        var call = Choose(callNs) with { Client = client, Sequence = ++sequence };
        if (Chance(0.06))
        {
            // Given up: before the act, after it, or it is never done. The history is told of it where the client goes on.
            var returnNs = callNs + Some(2);
            var lost = Timed(call, callNs, returnNs) with { Outcome = Outcome.Unknown };
            if (Chance(0.7))
                pending.Enqueue((call, true, false), Math.Min(callNs + Some(SettleSeconds), returnNs + (SettleSeconds * Second)));
            pending.Enqueue((lost, false, true), returnNs);
        }
        else
            pending.Enqueue((Timed(call, callNs, effect + Some(2)), true, true), effect);
    }

    private Operation Choose(long at)
    {
        // Mostly young tokens, now and then one that has long run out.
        var known = tokens.TakeLast(Chance(0.3) ? 60 : 16).Where(token => token.KnownFrom <= at).ToArray();
        var roll = random.Next(100);
        if (known.Length == 0 || roll < 45)
            return Activation();
        var token = known[random.Next(known.Length)].Token;
        return roll switch
        {
            < 65 => About(OperationKind.Renew, token),
            < 82 => About(OperationKind.Release, token),
            < 88 => About(OperationKind.Validate, token),
            < 91 => Blank(OperationKind.RevokeLease) with { LeaseId = token.LeaseId },
            < 93 => Blank(OperationKind.Suspend) with { EndsLeases = Chance(0.5) },
            < 96 => Blank(OperationKind.Reinstate),
            _ => Blank(OperationKind.ChangeLimit) with
            {
                Limits = pool.Limits.ToDictionary(pair => pair.Key, _ => (long)random.Next(1, 5)),
            },
        };
    }

    private Operation Activation() =>
        Blank(OperationKind.Activate) with
        {
            SubjectType = "user",
            SubjectId = Pick("a", "b", "c"),
            MachineId = pool.LicenseType == "per_machine" || Chance(0.5) ? Pick("m", "n", "o") : null,
            SessionId = Pick("s", "t"),
            Features = Chance(0.4) ? ["f"] : null,
            Takeover = Chance(0.1),
        };

    private Operation About(OperationKind kind, TokenFacts token) => Blank(kind) with { LeaseId = token.LeaseId, Presented = token };

    private Operation Blank(OperationKind kind) =>
        Timed(
            new Operation
            {
                Client = 0,
                Sequence = 0,
                Kind = kind,
                Server = "simulated",
                Entitlement = pool.Entitlement,
                CallNs = 0,
                ReturnNs = 0,
                CallUnixMs = 0,
                ReturnUnixMs = 0,
                Outcome = Outcome.Yes,
            },
            0,
            0
        );

    private static Operation Timed(Operation call, long callNs, long returnNs) =>
        call with
        {
            CallNs = callNs,
            ReturnNs = returnNs,
            CallUnixMs = (Epoch * 1000) + (callNs / 1_000_000),
            ReturnUnixMs = (Epoch * 1000) + (returnNs / 1_000_000),
        };

    private bool Chance(double of) => random.NextDouble() < of;

    private T Pick<T>(params T[] of) => of[random.Next(of.Length)];

    private long Some(double secondsMax) => 1 + (long)(random.NextDouble() * secondsMax * pace * Second);
}
