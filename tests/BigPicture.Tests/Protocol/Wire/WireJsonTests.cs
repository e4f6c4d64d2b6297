using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Protocol.Wire;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Wire;

public sealed class WireJsonTests
{
    private const string Activation =
        """{"product_id":"cad-pro","subject_type":"user","subject_id":"alice","machine_id":"m","features":["export"],"duration":3600,"final":true}""";

    [Fact]
    public void A_request_is_read_by_its_wire_names()
    {
        var request = Read(Activation, WireJson.Requests.ActivateRequest);
        Assert.Equal(("cad-pro", "user", "alice", "m"), (request.ProductId, request.SubjectType, request.SubjectId, request.MachineId));
        Assert.Equal(["export"], request.Features!);
        Assert.Equal(3600, request.Duration);
        Assert.True(request.Final);
        Assert.Null(request.Takeover);
        Assert.Null(request.SessionId);
    }

    [Theory]
    [InlineData("\"final\":true", "\"final\":true,\"later\":1")]
    [InlineData("\"final\":true", "\"final\":true,\"final\":true")]
    [InlineData("\"product_id\":\"cad-pro\",", "")]
    [InlineData("\"product_id\":\"cad-pro\"", "\"product_id\":null")]
    [InlineData("\"product_id\":\"cad-pro\"", "\"Product_Id\":\"cad-pro\"")]
    [InlineData("\"subject_id\":\"alice\"", "\"subject_id\":1")]
    [InlineData("\"subject_id\":\"alice\"", "\"subject_id\":\"\\ud800\"")]
    [InlineData("\"subject_id\":\"alice\"", "\"subject_id\":\"a\\u0000b\"")]
    [InlineData("\"features\":[\"export\"]", "\"features\":\"export\"")]
    [InlineData("\"duration\":3600", "\"duration\":\"3600\"")]
    [InlineData("\"duration\":3600", "\"duration\":3600.5")]
    [InlineData("\"duration\":3600", "\"duration\":99999999999")]
    [InlineData("\"final\":true", "\"final\":\"true\"")]
    [InlineData("\"final\":true}", "\"final\":true,}")]
    [InlineData("{\"product_id\"", "/**/{\"product_id\"")]
    public void A_request_is_read_strictly(string sound, string damaged)
    {
        Assert.Contains(sound, Activation, StringComparison.Ordinal);
        var json = Activation.Replace(sound, damaged, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => Read(json, WireJson.Requests.ActivateRequest));
    }

    [Theory]
    [InlineData("\"2026-01-15T10:00:00.000Z\"")]
    [InlineData("\"2026-01-15T10:00:00+00:00\"")]
    [InlineData("\"2026-01-15\"")]
    [InlineData("1768471200")]
    public void Another_format_of_time_is_refused(string time)
    {
        var json = $$"""{"feature":"export","count":1,"at":{{time}}}""";
        var request = $$"""{"token":"t","usage":[{{json}}]}""";
        Assert.Throws<JsonException>(() => Read(request, WireJson.Requests.RenewRequest));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100)) + string.Concat(Enumerable.Repeat("]", 100));
        var json = $$"""{"tenant_id":"a","product_id":"b","policy_json":{{deep}}}""";
        Assert.Throws<JsonException>(() => Read(json, WireJson.Requests.CreateEntitlementRequest));
    }

    [Fact]
    public void A_duplicate_key_inside_a_policy_is_refused() =>
        Assert.Throws<JsonException>(() =>
            Read("""{"tenant_id":"a","product_id":"b","policy_json":{"type":"x","type":"y"}}""", WireJson.Requests.CreateEntitlementRequest)
        );

    [Fact]
    public void A_change_tells_absent_from_null()
    {
        var absent = Read("{}", WireJson.Requests.UpdateEntitlementRequest);
        Assert.False(absent.EndsAt.IsPresent);
        Assert.False(absent.RenewalDays.IsPresent);
        Assert.Null(absent.PolicyJson);

        var perpetual = Read("""{"ends_at":null,"renewal_days":null}""", WireJson.Requests.UpdateEntitlementRequest);
        Assert.True(perpetual.EndsAt.IsPresent);
        Assert.Null(perpetual.EndsAt.Value);
        Assert.True(perpetual.RenewalDays.IsPresent);

        var dated = Read("""{"ends_at":"2026-01-15T10:00:00Z","renewal_days":30}""", WireJson.Requests.UpdateEntitlementRequest);
        Assert.Equal(Samples.Now, dated.EndsAt.Value);
        Assert.Equal(30, dated.RenewalDays.Value);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ends_at":null}""")]
    [InlineData("""{"starts_at":"2026-01-15T10:00:00Z","ends_at":"2026-01-15T11:00:00Z","auto_renew":true,"renewal_days":30}""")]
    [InlineData("""{"policy_json":{"type":"per_user"},"revoke_active_leases":true}""")]
    public void A_change_is_written_as_it_was_read(string json)
    {
        var request = Read(json, WireJson.Requests.UpdateEntitlementRequest);
        Assert.Equal(json, JsonSerializer.Serialize(request, WireJson.Requests.UpdateEntitlementRequest));
    }

    [Fact]
    public void An_answer_is_written_in_wire_names_without_nulls()
    {
        var answer = new LeaseAnswer
        {
            LeaseId = "lease_1",
            Token = "v4.public.x",
            Status = LeaseStatuses.Active,
            EntitlementId = "ent_1",
            TenantId = "acme",
            ProductId = "cad-pro",
            LicenseType = "concurrent",
            SubjectType = SubjectTypes.User,
            SubjectId = "Zoë <z>",
            Features = [],
            Overdraft = false,
            Generation = 1,
            IssuedAt = Samples.Now,
            ExpiresAt = Samples.Now.AddHours(1),
            RenewAfter = Samples.Now.AddMinutes(30),
            ServerTime = Samples.Now,
        };
        var json = JsonSerializer.Serialize(answer, WireJson.Answers.LeaseAnswer);
        Assert.StartsWith("""{"lease_id":"lease_1","token":"v4.public.x",""", json, StringComparison.Ordinal);
        Assert.Contains("\"subject_id\":\"Zoë <z>\"", json, StringComparison.Ordinal);
        Assert.Contains("\"issued_at\":\"2026-01-15T10:00:00Z\"", json, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(
            "entitlement_id expires_at features generation issued_at lease_id license_type overdraft product_id renew_after server_time status subject_id subject_type tenant_id token",
            string.Join(' ', document.RootElement.EnumerateObject().Select(member => member.Name).Order())
        );
    }

    [Fact]
    public void An_answer_of_a_later_server_is_read_all_the_same()
    {
        var json = """{"api_revision":7,"roots":["k4.public.x"],"certificates":[],"later":{"a":1}}""";
        Assert.Equal(7, Read(json, WireJson.Answers.LicenseKeysAnswer).ApiRevision);
    }

    [Fact]
    public void An_answer_that_lacks_what_the_protocol_promises_is_refused() =>
        Assert.Throws<JsonException>(() => Read("""{"roots":[],"certificates":[]}""", WireJson.Answers.LicenseKeysAnswer));

    [Fact]
    public void An_event_is_written_as_CloudEvents_says()
    {
        var written = new CloudEvent
        {
            SpecVersion = "1.0",
            Id = "evt_1",
            Source = "https://licenses.example.com",
            Type = EventNames.TypePrefix + EventNames.LicenseIssued,
            Subject = "lease_1",
            Time = Samples.Now,
            DataContentType = "application/json",
            TenantId = "acme",
        };
        Assert.Equal(
            """{"specversion":"1.0","id":"evt_1","source":"https://licenses.example.com","type":"bigpicture.license.issued","subject":"lease_1","time":"2026-01-15T10:00:00Z","datacontenttype":"application/json","tenantid":"acme"}""",
            JsonSerializer.Serialize(written, WireJson.Answers.CloudEvent)
        );
    }

    [Fact]
    public void An_API_token_s_secret_stands_under_token()
    {
        var json = """{"token_id":"token_1","token":"bp_x","name":"n","scopes":["license:read"],"created_at":"2026-01-15T10:00:00Z"}""";
        var answer = Read(json, WireJson.Answers.TokenAnswer);
        Assert.Equal("bp_x", answer.Secret);
        Assert.Equal(json, JsonSerializer.Serialize(answer, WireJson.Answers.TokenAnswer));
    }

    private static T Read<T>(string json, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(json, type)!;
}
