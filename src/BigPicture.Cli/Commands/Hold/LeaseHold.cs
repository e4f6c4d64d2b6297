using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands.Hold;

/// <summary><c>lease hold -- COMMAND</c>: any program under a lease, which lives as long as the program does, and the other way round.</summary>
internal static class LeaseHold
{
    /// <summary>The token that the program was started under; it verifies offline until its own end.</summary>
    public const string TokenVariable = "BIGPICTURE_LEASE";
    public const string IdVariable = "BIGPICTURE_LEASE_ID";

    private const int CheckSecondsDefault = 10;
    private const int StopSecondsDefault = 10;
    private const int ReleaseAttemptsMax = 3;

    public static Command Create(Remote remote, Surroundings surroundings)
    {
        var product = Options.RequiredText("--product", "The product.", "ID");
        var entitlement = Options.Text("--entitlement", "This entitlement and no other.", "ID");
        var subject = new SubjectOptions(surroundings);
        var check = Options.Number<int>(
            "--check-seconds",
            $"How often to ask whether the lease was revoked; default {CheckSecondsDefault}, 0: only when it is renewed."
        );
        var stop = Options.Number<int>(
            "--stop-seconds",
            $"How long the program may take to end once the lease is lost, before it is killed; default {StopSecondsDefault}."
        );
        var command = new Argument<string[]>("COMMAND")
        {
            Description = "The program and its arguments, after --.",
            Arity = ArgumentArity.OneOrMore,
        };
        return remote.Command(
            "hold",
            "Run a program under a lease: take it, renew it while the program runs, give it back at the end. When it is lost the program is "
                + $"stopped. The program finds the token that it was started under in {TokenVariable}, and the lease's id in {IdVariable}. Ends with the program's own code, or with 5 when no lease was granted: then nothing was started.",
            [product, .. subject.All, entitlement, check, stop, command],
            async (parse, terminal, server, cancel) =>
            {
                using var signals = new SignalRelay();
                var request = subject.Read(parse, parse.GetRequiredValue(product), parse.GetValue(entitlement));
                var answer = await Take(cancel);
                if (answer.Failed(out var refused))
                    return terminal.Fail(refused);
                var checkEvery = TimeSpan.FromSeconds(Math.Max(0, parse.GetValue(check) ?? CheckSecondsDefault));
                var keeper = new LeaseKeeper(server, surroundings.Clock, answer.Value, Take, checkEvery, terminal.Say);
                try
                {
                    var patience = TimeSpan.FromSeconds(Math.Max(0, parse.GetValue(stop) ?? StopSecondsDefault));
                    return await Run(parse.GetRequiredValue(command), keeper, signals, patience, terminal, cancel);
                }
                finally
                {
                    await Release(server, surroundings.Clock, keeper, terminal, cancel);
                }

                Task<Answer<LeaseAnswer>> Take(CancellationToken patience) =>
                    server.Post(
                        Route.To("license", "lease"),
                        request,
                        WireJson.Requests.ActivateRequest,
                        WireJson.Answers.LeaseAnswer,
                        patience
                    );
            }
        );
    }

    private static async Task<int> Run(
        string[] command,
        LeaseKeeper keeper,
        SignalRelay signals,
        TimeSpan patience,
        Terminal terminal,
        CancellationToken cancel
    )
    {
        // A word to stop that came while the lease was asked for: nothing is started.
        if (signals.Heard is { } code)
            return code;
        using var program = ChildProgram.Start(
            command,
            [(TokenVariable, keeper.Lease.Token), (IdVariable, keeper.Lease.LeaseId)],
            out var failure
        );
        if (program is null)
        {
            terminal.Say($"error: {failure!.Message}");
            terminal.Say($"next: {failure.Next}");
            return failure.Code;
        }
        signals.RelayTo(program);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var keeping = keeper.Keep(ended.Token);
        if (await Task.WhenAny(program.Exit, keeping) == keeping)
        {
            terminal.Say($"error: Lease {keeper.Lease.LeaseId} is lost: {await keeping}");
            terminal.Say($"next: {command[0]} is told to stop, and killed after {patience.TotalSeconds} s.");
            await program.Stop(patience);
        }
        await ended.CancelAsync();
        return await program.Exit;
    }

    private static async Task Release(
        LicenseServer server,
        TimeProvider clock,
        LeaseKeeper keeper,
        Terminal terminal,
        CancellationToken cancel
    )
    {
        if (keeper.IsLost)
            return;
        for (var attempt = 1; ; attempt++)
        {
            var released = await server.Post(
                Route.To("license", "lease", "release"),
                new ReleaseRequest { Token = keeper.Lease.Token },
                WireJson.Requests.ReleaseRequest,
                WireJson.Answers.ReleaseAnswer,
                cancel
            );
            if (!released.Failed(out var failure))
                return;
            if (attempt == ReleaseAttemptsMax)
            {
                terminal.Say($"warning: {keeper.Lease.LeaseId} was not given back ({failure.Message}); its seat frees when it runs out.");
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel);
        }
    }
}
