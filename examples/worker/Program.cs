using BigPicture.Client;
using BigPicture.Client.Hosting;

// A web application that works only under a lease:
//
//   worker --urls http://127.0.0.1:5000      exit code 0: stopped; 5: no lease was granted; 6: the lease was lost
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddBigPictureClient(options =>
{
    var settings = builder.Configuration;
    options.Servers = settings["BIGPICTURE_SERVER"] is { } server ? [new(server)] : [];
    options.Token = settings["BIGPICTURE_TOKEN"] ?? "";
    options.RootKeys = settings["BIGPICTURE_ROOT_KEY"] is { } root ? [root] : [];
    options.Product = "cad-pro";
});
await using var app = builder.Build();

var client = app.Services.GetRequiredService<LicenseClient>();
var result = await client.TryAcquireAsync(LicenseSubject.User("worker"), CancellationToken.None);
if (!result.IsGranted(out var session, out var refusal))
{
    var trace = string.Join(", ", refusal.Trace.Select(line => $"{line.Rule} {(line.Passed ? "passed" : "failed")}"));
    Console.Error.WriteLine($"No lease: {refusal.Message} ({refusal.Code}; {trace})");
    return 5;
}

using var lost = session.Lost.Register(app.Lifetime.StopApplication);
app.MapGet("/", () => $"{session.LeaseId} {session.State}: {string.Join(", ", session.Features)}\n");
app.MapPost(
    "/export",
    // The look-up touches memory only, so it may stand before every piece of work.
    () =>
        session.Features.Contains("export")
            ? Results.Text("exported\n")
            : Results.Text("No lease for 'export'.\n", statusCode: StatusCodes.Status402PaymentRequired)
);

// The container gives the lease back when the application has stopped.
await app.StartAsync();
Console.WriteLine($"Works under {session.LeaseId} until {session.ExpiresAt:u}.");
await app.WaitForShutdownAsync();
if (session.State != SessionState.Lost)
    return 0;
Console.Error.WriteLine($"The lease is lost: {session.Reason}");
return 6;
