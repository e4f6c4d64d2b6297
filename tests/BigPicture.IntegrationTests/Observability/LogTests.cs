using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>What the server logs can be told apart by number for good, and tells no secret and no person.</summary>
public sealed partial class LogTests
{
    private const string Person = "zoe.canary";
    private const string Machine = "canary-machine-7";

    [Fact]
    public async Task A_whole_story_leaves_no_secret_and_no_name_in_the_log()
    {
        var lines = new Lines();
        await using var server = await LiveServer.Start(
            new Dictionary<string, string?> { ["logging:loglevel:default"] = "Information", ["metrics:url"] = "http://127.0.0.1:0" },
            services => services.AddSingleton<ILoggerProvider>(lines)
        );
        var secret = await Things.Token(server.Admin, ["license:read", "license:write", "telemetry:read"], "\"tenant_id\":\"acme\"");
        using var client = server.Client(secret);
        var lease = (await Ask(client, Person)).Must(HttpStatusCode.Created);
        for (var i = 0; i < 4; i++)
            await Ask(client, Person + i);
        var token = $$"""{"token":"{{lease["token"]}}"}""";
        (await client.Post("/v1/license/lease/renew", token)).Must(HttpStatusCode.OK);
        (await client.Post("/v1/license/lease/validate", token)).Must(HttpStatusCode.OK);
        await client.Get($"/v1/license/status?product_id=cad-pro&subject_type=user&subject_id={Person}");
        (await client.Post("/v1/license/lease/release", token)).Must(HttpStatusCode.OK);
        (await client.Post("/v1/license/lease", "{ broken " + Person)).Must(HttpStatusCode.BadRequest);
        await server.Client(secret[..^2] + "AA").Get("/v1/events");
        await server.Admin.Get("/readyz");

        var log = string.Join('\n', lines.Told);
        Assert.NotEmpty(log);
        foreach (var canary in (string[])[secret, server.Founded.AdminToken, lease["token"], Person, Machine, "v4.public.", "bp_"])
            Assert.DoesNotContain(canary, log, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_has_a_number_of_its_own_that_the_page_lists()
    {
        var told = Messages().ToList();
        Assert.NotEmpty(told);
        Assert.DoesNotContain(told, message => message.EventId <= 0);
        Assert.Equal(told.Count, told.DistinctBy(message => message.EventId).Count());
        var listed = Row().Matches(File.ReadAllText(Repository.Path("docs/observability.md")));
        Assert.Equal(
            told.Select(message => $"{message.EventId} {message.Level}").Order(),
            listed.Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Order()
        );
    }

    private static IEnumerable<LoggerMessageAttribute> Messages() =>
        ((Type[])[typeof(Application.Registration), typeof(Infrastructure.Storage.LicensingDb), typeof(Host.Commands.ServerPlace)])
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly
                )
            )
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>();

    private static Task<Reply> Ask(HttpClient client, string person) =>
        client.Post(
            "/v1/license/lease",
            $$"""{"product_id":"cad-pro","subject_type":"user","subject_id":"{{person}}","machine_id":"{{Machine}}"}"""
        );

    /// <summary>Keeps each line with its state and its scopes, as a format that shows all would.</summary>
    private sealed class Lines : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider? scopes;

        public ConcurrentQueue<string> Told { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? fault, Func<TState, Exception?, string> format)
        {
            Told.Enqueue($"{format(state, fault)} {fault}");
            scopes?.ForEachScope((scope, told) => told.Enqueue($"{scope}"), Told);
        }

        public void Dispose() { }
    }

    [GeneratedRegex(@"^\| (\d{4}) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
