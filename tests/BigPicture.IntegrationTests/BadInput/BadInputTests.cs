using System.Net;
using System.Text;
using System.Text.Json;
using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.BadInput;

/// <summary>All of it takes minutes, so that an ordinary run tries one in three, and one in seven on the cloud server; a long one tries all.</summary>
public sealed class LocalBadInputTests(LocalBadInput server) : BadInputTests(server, Machine.IsLong ? 1 : 3), IClassFixture<LocalBadInput>;

/// <inheritdoc cref="LocalBadInputTests"/>
public sealed class CloudBadInputTests(CloudBadInput server) : BadInputTests(server, Machine.IsLong ? 1 : 7), IClassFixture<CloudBadInput>;

/// <summary>
/// Every text field, query parameter and path part of every route, times every string that broke other programs: an answer from 2xx or
/// 4xx, with a code where it refuses, and what is stored is what was sent.
/// </summary>
/// <param name="every">Of how many cases one is tried.</param>
public abstract class BadInputTests(BadInputServer fixture, int every)
{
    private const int AtOnce = 8;

    private readonly LiveServer server = fixture.Live;
    private readonly string entitlement = fixture.Entitlement;

    public static TheoryData<string> WithBodies =>
        [.. ApiDocument.Routes.Where(route => route.Body is not null).Select(route => route.Name)];

    public static TheoryData<string> WithQueries =>
        [.. ApiDocument.Routes.Where(route => route.Parameters("query").Any()).Select(route => route.Name)];

    public static TheoryData<string> WithPathParts =>
        [.. ApiDocument.Routes.Where(route => route.Parameters("path").Any()).Select(route => route.Name)];

    [Fact]
    public void The_vectors_are_all_there()
    {
        Assert.Equal(318, Vectors.JsonFiles.Count);
        Assert.InRange(Vectors.Texts.Count, 1_000, 2_000);
        Assert.Equal(WithBodies.Select(row => row.Data).Order(), Bodies.Known.Order());
    }

    [Theory]
    [MemberData(nameof(WithBodies))]
    public Task Odd_text_in_a_body_is_kept_as_it_is_or_refused_by_name(string name)
    {
        var route = ApiDocument.Route(name);
        var cases = from field in Bodies.FieldsOf(route) from text in Vectors.Texts select (field, text);
        return Each(
            cases,
            async odd =>
            {
                var reply = await Send(route, Talk.Json(Bodies.With(name, odd.field, odd.text)));
                MustBeAnAnswer(reply, $"{route} {odd.field}: {odd.text}");
                if ((int)reply.Status < 300)
                    await MustHold(reply, odd.field, odd.text);
            }
        );
    }

    [Theory]
    [MemberData(nameof(WithBodies))]
    public Task Any_json_file_is_answered(string name)
    {
        var route = ApiDocument.Route(name);
        return Each(
            Vectors.JsonFiles,
            async file =>
            {
                var reply = await Send(route, Talk.Json(file.Body));
                MustBeAnAnswer(reply, $"{route} {file.Name}");
                // No file of the suite is a request of ours, but the empty object where no member is required, and no body where none is.
                var isEmpty = file.Name is "y_object_empty.json" || file.Body.Length == 0;
                Assert.True((int)reply.Status >= 400 || isEmpty, $"{route} {file.Name}: {reply.Text}");
            }
        );
    }

    [Theory]
    [MemberData(nameof(WithBodies))]
    public Task Bytes_that_are_no_utf8_are_refused_in_every_field(string name)
    {
        const string Mark = "@@@";
        var route = ApiDocument.Route(name);
        var cases = from field in Bodies.FieldsOf(route) from bytes in Vectors.Utf8(isValid: false) select (field, bytes);
        return Each(
            cases,
            async odd =>
            {
                var parts = Bodies.With(name, odd.field, Mark).Split(Mark);
                byte[] body = [.. Encoding.UTF8.GetBytes(parts[0]), .. odd.bytes, .. Encoding.UTF8.GetBytes(parts[1])];
                (await Send(route, Talk.Json(body))).MustBlame("");
            }
        );
    }

    [Theory]
    [MemberData(nameof(WithQueries))]
    public Task Odd_text_in_a_query_is_answered(string name)
    {
        var route = ApiDocument.Route(name);
        var cases =
            from parameter in route.Parameters("query").Select(parameter => parameter.GetProperty("name").GetString()!)
            from text in Vectors.Texts
            select (parameter, text);
        return Each(
            cases,
            async odd =>
            {
                var reply = await server.Admin.Get($"{PathOf(route)}?{odd.parameter}={Escape(odd.text)}");
                MustBeAnAnswer(reply, $"{route} ?{odd.parameter}={odd.text}");
            }
        );
    }

    [Theory]
    [MemberData(nameof(WithPathParts))]
    public Task Odd_text_in_a_path_is_answered(string name)
    {
        var route = ApiDocument.Route(name);
        return Each(
            // An empty part, or one of dots, makes another path.
            Vectors.Texts.Where(text => text.Length > 0 && text.Trim('.').Length > 0 && !text.Contains('\0', StringComparison.Ordinal)),
            async text =>
            {
                var path = PathOf(route, Escape(text));
                var reply = await Send(
                    route,
                    route.Body is null ? null : Talk.Json(Bodies.With(name, Bodies.FieldsOf(route).First(), "a")),
                    path
                );
                MustBeAnAnswer(reply, path);
            }
        );
    }

    [Fact]
    public async Task Odd_bytes_in_a_raw_path_or_header_never_break_the_server()
    {
        foreach (var bytes in Vectors.Utf8(isValid: false).Concat(Vectors.Utf8(isValid: true)))
        {
            var text = Encoding.Latin1.GetString(bytes);
            var escaped = string.Concat(bytes.Select(b => $"%{b:X2}"));
            foreach (
                var path in new[]
                {
                    $"/v1/tenants/{text}",
                    $"/v1/tenants/{escaped}",
                    $"/v1/tenants?cursor={text}",
                    $"/v1/tenants?cursor={escaped}",
                }
            )
                MustBeRefused(await RawHttp.Ask(server.Url, Request("GET", path, "")), path);
            var header = await RawHttp.Ask(server.Url, Request("POST", "/v1/tenants", $"Idempotency-Key: {text}\r\nContent-Length: 0\r\n"));
            MustBeRefused(header, escaped);
        }
        (await server.Anonymous.Get("/readyz")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_line_break_in_a_path_becomes_a_header()
    {
        foreach (var path in File.ReadAllLines(Repository.Path("tests/vectors/bad-input/crlf.txt")).Where(line => line.Length > 0))
        {
            var reply = await RawHttp.Ask(server.Url, Request("GET", path, ""));
            MustBeRefused(reply, path);
            Assert.DoesNotContain("\nSet-Cookie", reply, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public Task A_time_in_any_other_spelling_is_refused() =>
        Each(
            Vectors.Dates().Where(date => !IsOurs(date)),
            async date =>
            {
                var body = Bodies.With("create_entitlement", "starts_at", date);
                (await server.Admin.Post("/v1/entitlements", body)).MustBlame("starts_at");
            }
        );

    private static bool IsOurs(string date) => Protocol.Text.UtcSeconds.TryParse(date, out _);

    private static void MustBeAnAnswer(Reply reply, string what)
    {
        var status = (int)reply.Status;
        Assert.True(status is (>= 200 and < 300) or (>= 400 and < 500), $"{what}: {status} {reply.Text}");
        if (status >= 400)
        {
            Assert.Equal("application/problem+json", reply.MediaType);
            Assert.NotEmpty(reply.Code);
        }
    }

    /// <summary>The web server itself may refuse what is no HTTP, before any route, without a body.</summary>
    private static void MustBeRefused(string reply, string what) =>
        Assert.True(reply.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{what}: {reply}");

    /// <summary>The answer, and what is read later, hold the text as it was sent.</summary>
    private async Task MustHold(Reply reply, string field, string text)
    {
        MustHold(reply.Body, field, text);
        if (reply.Header("Location") is { } location)
            MustHold((await server.Admin.Get(location)).Must(HttpStatusCode.OK).Body, field, text);
        if (reply.Body.TryGetProperty("lease_id", out var lease) && reply.Status == HttpStatusCode.Created)
            MustHold((await server.Admin.Get($"/v1/leases/{lease.GetString()}")).Must(HttpStatusCode.OK).Body, field, text);
    }

    private static void MustHold(JsonElement body, string field, string text)
    {
        if (body.TryGetProperty(field, out var kept))
            Assert.Equal(text, kept.GetString());
    }

    private Task<Reply> Send(DocumentedRoute route, HttpContent? body, string? path = null) =>
        (route.Path.StartsWith("/v1/license/lease", StringComparison.Ordinal) ? server.Application : server.Admin).Ask(
            new HttpMethod(route.Method),
            path ?? PathOf(route),
            body
        );

    private string PathOf(DocumentedRoute route, string? part = null) =>
        route
            .Path.Replace("{tenant_id}", part ?? "acme", StringComparison.Ordinal)
            .Replace("{product_id}", part ?? "viewer", StringComparison.Ordinal)
            .Replace("{entitlement_id}", part ?? entitlement, StringComparison.Ordinal)
            .Replace("{lease_id}", part ?? "lease_01m85zdm3ne5rvhd335vqz5hrq", StringComparison.Ordinal)
            .Replace("{webhook_id}", part ?? "webhook_01m85zdm3ne5rvhd335vqz5hrq", StringComparison.Ordinal)
            .Replace("{delivery_id}", part ?? "evt_01m85zdm3ne5rvhd335vqz5hrq", StringComparison.Ordinal)
            .Replace("{token_id}", part ?? "token_01m85zdm3ne5rvhd335vqz5hrq", StringComparison.Ordinal);

    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"%{b:X2}"));

    private string Request(string method, string path, string headers) =>
        $"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Founded.AdminToken}\r\n{headers}Connection: close\r\n\r\n";

    private Task Each<T>(IEnumerable<T> cases, Func<T, Task> test) =>
        Parallel.ForEachAsync(
            cases.Where((_, place) => place % every == 0),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (odd, _) => await test(odd)
        );
}
