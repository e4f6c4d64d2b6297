using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.IntegrationTests.BadInput;

/// <summary>A sound request for each route that takes a body, to be spoiled in one field at a time.</summary>
internal static class Bodies
{
    private static readonly Dictionary<string, string> Sound = new()
    {
        ["create_tenant"] = """{"name":"Bad input"}""",
        ["change_tenant"] = """{"name":"Bad input"}""",
        ["create_product"] = """{"name":"Bad input"}""",
        ["change_product"] = """{"name":"Bad input"}""",
        ["create_entitlement"] = """{"tenant_id":"acme","product_id":"office","policy_json":{"type":"feature_based"}}""",
        ["change_entitlement"] = """{"policy_json":{"type":"feature_based"}}""",
        ["revoke_entitlement"] = """{"reason":"bad input"}""",
        ["suspend_entitlement"] = """{"reason":"bad input"}""",
        ["reinstate_entitlement"] = """{"reason":"bad input"}""",
        ["activate_lease"] = """{"product_id":"viewer","subject_type":"user","subject_id":"bad input","session_id":"s"}""",
        ["renew_lease"] = """{"token":"v4.public.AAAA","usage":[{"feature":"open","count":1,"at":"2026-01-15T10:00:00Z"}]}""",
        ["release_lease"] = """{"token":"v4.public.AAAA"}""",
        ["validate_lease"] = """{"token":"v4.public.AAAA"}""",
        ["report_usage"] = """{"token":"v4.public.AAAA","features":[{"feature":"open","count":1,"at":"2026-01-15T10:00:00Z"}]}""",
        ["create_webhook"] = """{"url":"https://receiver.invalid/","events":["license.issued"],"products":["viewer"]}""",
        ["change_webhook"] = """{"url":"https://receiver.invalid/"}""",
        ["rotate_webhook_secret"] = """{"overlap_seconds":0}""",
        ["explain_lease"] = """{"tenant_id":"acme","product_id":"viewer","subject_type":"user","subject_id":"bad input"}""",
        ["revoke_lease"] = """{"reason":"bad input"}""",
        ["erase_subject"] = """{"tenant_id":"acme","subject_type":"user","subject_id":"bad input"}""",
        ["create_token"] = """{"name":"bad input","scopes":["audit:read"]}""",
    };

    public static IEnumerable<string> Known => Sound.Keys;

    /// <summary>Where the body of a route holds text: what the document says, and what stands in a policy.</summary>
    public static IEnumerable<string> FieldsOf(DocumentedRoute route) =>
        ApiDocument
            .TextFields(route.Body!.Value)
            .Concat(Sound[route.Name].Contains("policy_json", StringComparison.Ordinal) ? InPolicy : []);

    private static readonly string[] InPolicy = ["policy_json.type", "policy_json.bind", "policy_json.features[]"];

    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The request with a text in one of its fields, as UTF-8.</summary>
    /// <param name="field">As <see cref="FieldsOf"/> names it.</param>
    public static string With(string route, string field, string text)
    {
        var body = JsonNode.Parse(Sound[route])!;
        var parts = field.Split('.');
        var at = body;
        foreach (var part in parts[..^1])
            at = Step(at, part);
        Put(at.AsObject(), parts[^1], text);
        return body.ToJsonString(AsItIs);
    }

    private static JsonNode Step(JsonNode at, string part) =>
        part.EndsWith("[]", StringComparison.Ordinal) ? at[part[..^2]]![0]! : at[part]!;

    private static void Put(JsonObject at, string part, string text) =>
        at[part.TrimEnd('[', ']')] = part.EndsWith("[]", StringComparison.Ordinal) ? new JsonArray(text) : text;
}
