using System.Diagnostics;
using System.Net;
using BigPicture.Application.Entitlements;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Edge;

/// <summary>What every answer carries, and what errors look like that no handler gives.</summary>
public sealed class AnswerTests(SharedServer server)
{
    [Theory]
    [InlineData("/v1/license/keys", HttpStatusCode.OK)]
    [InlineData("/livez", HttpStatusCode.OK)]
    [InlineData("/v1/tenants", HttpStatusCode.Unauthorized)]
    [InlineData("/v1/lunch", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task Every_answer_is_safe_to_show_and_has_an_id(string path, HttpStatusCode status)
    {
        var reply = (await server.Live.Anonymous.Get(path)).Must(status);

        Assert.NotEmpty(reply.Header("X-Request-Id")!);
        Assert.Equal("nosniff", reply.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal("DENY", reply.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", reply.Header("Referrer-Policy"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", reply.Header("Content-Security-Policy"));
        Assert.Null(reply.Header("Server"));
        Assert.Null(reply.Header("X-Powered-By"));
    }

    [Fact]
    public async Task A_sane_request_id_is_taken_on() =>
        Assert.Equal("deploy-17:4.a_b", (await With("X-Request-Id", "deploy-17:4.a_b")).Header("X-Request-Id"));

    [Theory]
    [InlineData("has space")]
    [InlineData("<script>")]
    public async Task An_odd_request_id_is_replaced(string id) =>
        Assert.NotEqual(id, (await With("X-Request-Id", id)).Must(HttpStatusCode.OK).Header("X-Request-Id"));

    [Fact]
    public async Task A_request_id_that_is_too_long_is_replaced() =>
        Assert.InRange((await With("X-Request-Id", new string('a', 129))).Header("X-Request-Id")!.Length, 1, 128);

    [Fact]
    public async Task Two_requests_have_two_ids() =>
        Assert.NotEqual(
            (await server.Live.Anonymous.Get("/livez")).Header("X-Request-Id"),
            (await server.Live.Anonymous.Get("/livez")).Header("X-Request-Id")
        );

    [Fact]
    public async Task A_trace_that_comes_in_goes_on()
    {
        var traces = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (traces)
                    traces.Add(activity.TraceId.ToHexString());
            },
        };
        ActivitySource.AddActivityListener(listener);
        await With("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        // The answer is out before the activity is told of its end; the next request comes after both.
        await server.Live.Anonymous.Get("/livez");
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", traces);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_says_so() =>
        (await server.Live.Admin.Get("/v1/tenants/acme/lunch")).MustRefuse(HttpStatusCode.NotFound, "NOT_FOUND");

    [Theory]
    [InlineData("DELETE", "/v1/tenants", "GET, HEAD, POST")]
    [InlineData("GET", "/v1/license/lease", "POST")]
    [InlineData("PATCH", "/v1/entitlements/ent_1", "GET, HEAD, PUT")]
    [InlineData("OPTIONS", "/v1/license/keys", "GET, HEAD")]
    [InlineData("BREW", "/livez", "GET, HEAD")]
    public async Task A_method_that_a_path_does_not_take_is_told_those_it_does(string method, string path, string allowed)
    {
        var reply = await server.Live.Anonymous.Ask(new HttpMethod(method), path, null);
        reply.MustRefuse(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        Assert.Equal(allowed.Split(", "), reply.Header("Allow")!.Split(", ").Order());
    }

    [Fact]
    public async Task Head_answers_as_get_does_without_a_body()
    {
        var get = await server.Live.Admin.Get("/v1/tenants/acme");
        var head = await server.Live.Admin.Ask(HttpMethod.Head, "/v1/tenants/acme", null);
        Assert.Equal("", head.Must(HttpStatusCode.OK).Text);
        Assert.Equal(get.Header("Content-Length"), head.Header("Content-Length"));
        Assert.Equal(get.Header("ETag"), head.Header("ETag"));
    }

    [Fact]
    public async Task What_is_created_can_be_read_where_it_says()
    {
        var made = (await server.Live.Admin.Post("/v1/products", """{"product_id":"located","name":"Located"}""")).Must(
            HttpStatusCode.Created
        );
        Assert.Equal("/v1/products/located", made.Header("Location"));
        Assert.Equal("\"1\"", made.Header("ETag"));

        var shown = (await server.Live.Admin.Get("/v1/products/located")).Must(HttpStatusCode.OK);
        Assert.Equal(made.Text, shown.Text);
        Assert.Equal("\"1\"", shown.Header("ETag"));
    }

    [Fact]
    public async Task A_fault_of_ours_tells_an_id_and_nothing_else()
    {
        await using var broken = await LiveServer.Start(also: services =>
            services.AddScoped<ITenantStore>(_ => throw new TimeoutException("secret"))
        );
        var reply = (await broken.Admin.Get("/v1/tenants")).MustRefuse(HttpStatusCode.InternalServerError, "INTERNAL_ERROR");
        Assert.False(reply.Body.TryGetProperty("details", out _));
        Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Timeout", reply.Text, StringComparison.Ordinal);
    }

    private Task<Reply> With(string header, string value) => server.Live.Anonymous.Ask(HttpMethod.Get, "/livez", null, (header, value));
}
