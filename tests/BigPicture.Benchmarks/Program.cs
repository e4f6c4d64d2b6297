using System.CommandLine;
using System.Net.Sockets;
using BigPicture.Benchmarks.Bare;
using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using BigPicture.Benchmarks.Rows;

var target = new Option<string?>("--target") { Description = "Measure this running server instead of starting one.", HelpName = "URL" };
var token = new Option<string?>("--token") { Description = "An API token of that server with license:write.", HelpName = "TOKEN" };
var product = new Option<string?>("--product") { Description = "A product with a pool of at least 500 free seats.", HelpName = "P" };
var tenant = new Option<string?>("--tenant") { Description = "The tenant, for a token that is tied to none.", HelpName = "T" };
var clients = new Option<int>("--clients") { Description = "Connections, each with one request under way.", DefaultValueFactory = _ => 64 };
var seconds = new Option<int>("--seconds") { Description = "Length of one run.", DefaultValueFactory = _ => 5 };
var runs = new Option<int>("--runs") { Description = "Runs, of which the median is told.", DefaultValueFactory = _ => 3 };
var cloud = new Option<bool>("--cloud") { Description = "Measure the cloud server, on a PostgreSQL that is started for it." };
var telemetry = new Option<bool>("--telemetry") { Description = "Measure who listens, and what that costs the leases." };
var json = new Option<bool>("--json") { Description = "The figures as JSON on stdout; the table goes to stderr." };

var bench = new RootCommand("Measures the license server, side by side with its baselines.")
{
    target,
    token,
    product,
    tenant,
    clients,
    seconds,
    runs,
    cloud,
    telemetry,
    json,
};
bench.SetAction(async parse =>
{
    var options = new BenchOptions(parse.GetValue(clients), parse.GetValue(seconds), parse.GetValue(runs));
    var report = new Report(Machine.Describe(), TimeProvider.System.GetUtcNow(), Tell);
    try
    {
        if (parse.GetValue(cloud))
            await new CloudBench(options, Tell).Run(report);
        else if (parse.GetValue(telemetry))
            await new TelemetryBench(options, Tell).Run(report);
        else if (parse.GetValue(target) is not { } address)
            await new LocalBench(options, Tell).Run(report);
        else if (TargetOf(parse, address) is { } server)
            await new TargetBench(options, Tell).Run(report, server);
        else
            return Refuse(2, "--target takes an http:// address, and needs --token and --product.");
    }
    catch (Exception e) when (e is InvalidOperationException or IOException or SocketException)
    {
        return Refuse(1, e.Message);
    }
    var table = parse.GetValue(json) ? Console.Error : Console.Out;
    foreach (var line in report.ToLines())
        table.WriteLine(line);
    if (parse.GetValue(json))
        Console.Out.WriteLine(report.ToJson());
    return 0;
});
bench.Add(BareEndpoint.Command());
return bench.Parse(args).Invoke();

Target? TargetOf(ParseResult parse, string address) =>
    Uri.TryCreate(address, UriKind.Absolute, out var url)
    && url.Scheme == Uri.UriSchemeHttp
    && parse.GetValue(token) is { } secret
    && parse.GetValue(product) is { } name
        ? new Target(url, secret, name, parse.GetValue(tenant))
        : null;

static int Refuse(int code, string words)
{
    Console.Error.WriteLine($"error: {words}");
    return code;
}

static void Tell(string step) => Console.Error.WriteLine($"bench: {step}");
