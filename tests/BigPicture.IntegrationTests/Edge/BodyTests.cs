using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.IntegrationTests.Edge;

/// <summary>A body has one meaning or none; what is wrong with it is told by field.</summary>
public sealed class BodyTests(SharedServer server)
{
    private const int BytesMax = 64 * 1024;

    private HttpClient Admin => server.Live.Admin;

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    public async Task Json_in_utf8_is_taken_however_it_is_spelled(string mediaType) =>
        (await Send(mediaType, """{"name":"Spelled"}""")).Must(HttpStatusCode.Created);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; version=1")]
    [InlineData("application/vnd.api+json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_refused(string? mediaType) =>
        (await Send(mediaType, """{"name":"Media"}""")).MustRefuse(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        using var body = Talk.Json("""{"name":"Packed"}""");
        body.Headers.ContentEncoding.Add("gzip");
        var reply = await Admin.Ask(HttpMethod.Post, "/v1/tenants", body);
        reply.MustRefuse(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_is_read_up_to_the_limit_and_refused_above(bool inChunks)
    {
        (await SendSized(BytesMax, inChunks)).MustBlame("name");
        (await SendSized(BytesMax + 1, inChunks)).MustRefuse(HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
        (await SendSized(4 * 1024 * 1024, inChunks)).MustRefuse(HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
    }

    [Fact]
    public async Task A_body_that_is_not_framed_as_http_says_is_refused_in_whole_words()
    {
        var reply = await RawHttp.Ask(
            server.Live.Url,
            $"POST /v1/tenants HTTP/1.1\r\nHost: x\r\nAuthorization: {Admin.DefaultRequestHeaders.NonValidated["Authorization"]}\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 400", reply, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"The body is not framed as HTTP says.\"", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("\"text\"", "")]
    [InlineData("17", "")]
    [InlineData("{", "")]
    [InlineData("{\"name\":\"a\"} {}", "")]
    [InlineData("{\"name\":\"a\",}", "")]
    [InlineData("{\"name\":\"a\"/* no */}", "")]
    [InlineData("{'name':'a'}", "")]
    [InlineData("{\"name\":\"a\tb\"}", "")]
    [InlineData("{}", "name")]
    [InlineData("{\"name\":null}", "name")]
    [InlineData("{\"name\":5}", "name")]
    [InlineData("{\"name\":[\"a\"]}", "name")]
    [InlineData("{\"name\":{\"a\":1}}", "name")]
    [InlineData("{\"name\":true}", "name")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", "name")]
    [InlineData("{\"name\":\"a\",\"n\\u0061me\":\"b\"}", "name")]
    [InlineData("{\"name\":\"a\",\"Name\":\"b\"}", "Name")]
    [InlineData("{\"name\":\"a\",\"colour\":\"red\"}", "colour")]
    [InlineData("{\"name\":\"\\ud800\"}", "name")]
    [InlineData("{\"name\":\"\\udc00\\ud800\"}", "name")]
    [InlineData("{\"name\":\"a\\u0000\"}", "name")]
    [InlineData("{\"name\":\"\"}", "name")]
    [InlineData("{\"name\":\"a\",\"tenant_id\":\"Not Small\"}", "tenant_id")]
    public async Task A_wrong_body_names_the_field(string body, string field) => (await Admin.Post("/v1/tenants", body)).MustBlame(field);

    [Theory]
    [InlineData("starts_at", "\"2026-01-15T10:00:00+00:00\"")]
    [InlineData("starts_at", "\"2026-01-15T10:00:00.5Z\"")]
    [InlineData("starts_at", "\"2026-01-15 10:00:00Z\"")]
    [InlineData("starts_at", "\"2026-01-15\"")]
    [InlineData("starts_at", "\"2026-02-30T10:00:00Z\"")]
    [InlineData("starts_at", "1768471200")]
    [InlineData("auto_renew", "\"true\"")]
    [InlineData("auto_renew", "1")]
    [InlineData("renewal_days", "\"30\"")]
    [InlineData("renewal_days", "30.5")]
    [InlineData("renewal_days", "3e1")]
    [InlineData("renewal_days", "99999999999999999999")]
    [InlineData("renewal_days", "0")]
    [InlineData("renewal_days", "3661")]
    [InlineData("policy_json", "null")]
    [InlineData("policy_json", "\"concurrent\"")]
    [InlineData("policy_json", "[]")]
    [InlineData("policy_json.max_seats", """{"type":"concurrent","max_seats":0}""")]
    [InlineData("policy_json.max_seats", """{"type":"concurrent","max_seats":"3"}""")]
    [InlineData("policy_json.max_seats", """{"type":"concurrent","max_seats":3,"max_seats":4}""")]
    [InlineData("policy_json.features[0]", """{"type":"feature_based","features":["\ud800"]}""")]
    [InlineData("policy_json.features[1]", """{"type":"feature_based","features":["a",null]}""")]
    [InlineData("policy_json.colour", """{"type":"feature_based","colour":"red"}""")]
    [InlineData("policy_json", """{"type":"feature_based","\ud800":1}""")]
    public async Task A_wrong_entitlement_names_the_field(string field, string value)
    {
        var member = field.Split('.')[0];
        var body = new JsonObject
        {
            ["tenant_id"] = "acme",
            ["product_id"] = "viewer",
            ["policy_json"] = new JsonObject { ["type"] = "feature_based" },
        };
        body.Remove(member);
        var text = body.ToJsonString()[..^1] + $",\"{member}\":{value}}}";
        (await Admin.Post("/v1/entitlements", text)).MustBlame(field);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var reply = await server.Live.Application.Post(
            "/v1/license/lease",
            """{"subject_type":7,"features":["a",null],"duration":"long","colour":"red","takeover":"yes","subject_id":"a"}"""
        );
        reply.MustBlame("subject_type", "features[1]", "duration", "colour", "takeover", "product_id");
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_a_name_is_refused() =>
        (await Admin.Post("/v1/tenants", """{"name":"a","\ud800":1}""")).MustBlame("");

    [Fact]
    public async Task A_byte_order_mark_is_refused() =>
        (await SendBytes([.. Encoding.UTF8.Preamble, .. """{"name":"Mark"}"""u8])).MustBlame("");

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused() =>
        (await SendBytes([.. "{\"name\":\""u8, 0xC0, 0xAF, .. "\"}"u8])).MustBlame("");

    [Theory]
    [InlineData(14, HttpStatusCode.BadRequest, "policy_json.x")]
    [InlineData(15, HttpStatusCode.BadRequest, "policy_json.x[0][0][0][0][0][0][0][0][0][0][0][0][0][0]")]
    [InlineData(30_000, HttpStatusCode.BadRequest, "policy_json.x[0][0][0][0][0][0][0][0][0][0][0][0][0][0]")]
    public async Task Depth_ends_at_sixteen_levels(int arrays, HttpStatusCode status, string field)
    {
        var nested = new string('[', arrays) + new string(']', arrays);
        var reply = await Admin.Post(
            "/v1/entitlements",
            $$$"""{"tenant_id":"acme","product_id":"viewer","policy_json":{"type":"feature_based","x":{{{nested}}}}}"""
        );
        reply.Must(status).MustBlame(field);
        Assert.Equal(arrays > 14, reply.Text.Contains("nested deeper than 16 levels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_as_long_as_the_body_is_told_short()
    {
        var reply = await Admin.Post("/v1/tenants", $$"""{"name":"a","{{new string('x', 60_000)}}":1}""");
        Assert.Equal(101, Assert.Single(reply.MustRefuse(HttpStatusCode.BadRequest, "BAD_REQUEST").Fields).Length);
    }

    [Fact]
    public async Task A_refusal_never_holds_more_than_a_hundred_problems()
    {
        var members = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"x{i}\":1"));
        var reply = await Admin.Post("/v1/tenants", $$"""{"name":"a",{{members}}}""");
        Assert.Equal(100, reply.MustRefuse(HttpStatusCode.BadRequest, "BAD_REQUEST").Fields.Count());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("Ünïcödé 漢字 🎉")]
    [InlineData("escaped \\u00e9 \\ud83c\\udf89 \\\" \\\\ \\/")]
    public async Task Text_comes_back_as_it_was_sent(string text)
    {
        var made = (await Admin.Post("/v1/tenants", $$"""{"name":"{{text}}"}""")).Must(HttpStatusCode.Created);
        var shown = await Admin.Get(made.Header("Location")!);
        Assert.Equal(JsonElement.Parse($"\"{text}\"").GetString(), shown["name"]);
    }

    [Fact]
    public async Task Reinstate_takes_an_empty_object_a_reason_or_no_body()
    {
        var path = $"/v1/entitlements/{await Things.Entitlement(Admin)}";
        foreach (var body in new HttpContent?[] { null, Talk.Json("{}"), Talk.Json("""{"reason":"paid"}""") })
        {
            (await Admin.Post($"{path}/suspend", """{"reason":"unpaid"}""")).Must(HttpStatusCode.OK);
            var reply = await Admin.Ask(HttpMethod.Post, $"{path}/reinstate", body);
            Assert.Equal("active", reply.Must(HttpStatusCode.OK)["status"]);
        }
    }

    private Task<Reply> Send(string? mediaType, string json)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        if (mediaType is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return Admin.Ask(HttpMethod.Post, "/v1/tenants", body);
    }

    private Task<Reply> SendBytes(byte[] body) => Admin.Ask(HttpMethod.Post, "/v1/tenants", Talk.Json(body));

    private async Task<Reply> SendSized(int bytes, bool inChunks)
    {
        const string Rest = "{\"name\":\"\"}";
        var body = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('a', bytes - Rest.Length)}}"}""");
        Assert.Equal(bytes, body.Length);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tenants") { Content = Talk.Json(body) };
        if (inChunks)
            request.Headers.TransferEncodingChunked = true;
        using var answer = await Admin.SendAsync(request, TestContext.Current.CancellationToken);
        return await Reply.Of(answer);
    }
}
