using System.Runtime.InteropServices;
using BigPicture.Client;

// An application in one file: it holds a lease while it runs, and ends when the lease is lost.
//
//   hello-lease USER        exit code 0: ended by Ctrl+C; 5: no lease was granted; 6: the lease was lost
//
// The address, the API token and the root key come from the environment here; a real application has the root key built in.
if (args is not [var user])
{
    Console.Error.WriteLine("usage: hello-lease USER");
    return 2;
}

await using var client = new LicenseClient(
    new LicenseClientOptions
    {
        Servers = [new(Variable("BIGPICTURE_SERVER"))],
        Token = Variable("BIGPICTURE_TOKEN"),
        Product = "cad-pro",
        RootKeys = [Variable("BIGPICTURE_ROOT_KEY")],
        Notice = notice => Console.Error.WriteLine($"{user}: {notice.Message}"),
    }
);

var result = await client.TryAcquireAsync(LicenseSubject.User(user), CancellationToken.None);
if (!result.IsGranted(out var session, out var refusal))
{
    Console.Error.WriteLine($"{user} gets no lease: {refusal.Message} ({refusal.Code})");
    if (refusal.NextSeatAt is { } next)
        Console.Error.WriteLine($"A seat may be free at {next:u}.");
    foreach (var line in refusal.Trace)
        Console.Error.WriteLine($"  {(line.Passed ? "passed" : "failed")}  {line.Rule}");
    return 5;
}

await using (session)
{
    Console.WriteLine($"{user} holds {session.LeaseId} until {session.ExpiresAt:u}: {string.Join(", ", session.Features)}");

    // Ctrl+C and SIGTERM end the program, and with it the session: the seat is free at once.
    var end = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var lost = session.Lost.Register(() => end.TrySetResult(6));

    var code = await end.Task;
    Console.WriteLine(code == 6 ? $"{user} has lost the lease: {session.Reason}" : $"{user} gives it back.");
    return code;

    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        end.TrySetResult(0);
    }
}

static string Variable(string name) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set: build/run prints it.");
