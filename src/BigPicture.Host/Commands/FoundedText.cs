using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.Host.Commands;

/// <summary>What a new server tells once: as JSON of a fixed shape for scripts, or as words.</summary>
internal static class FoundedText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="data">The data directory; null: the server keeps nothing.</param>
    public static string ToJson(Founded founded, string? data)
    {
        var json = new JsonObject();
        if (data is not null)
            json["data"] = data;
        json["admin_token"] = founded.AdminToken;
        if (founded.ClientToken is { } client)
            json["client_token"] = client;
        json["root_keys"] = new JsonArray([.. founded.RootKeys.Select(key => (JsonNode?)key)]);
        if (founded.Entitlements.Count > 0)
        {
            json["tenant_id"] = Founding.DemoTenant;
            json["products"] = new JsonObject(
                founded.Entitlements.Select(made =>
                    KeyValuePair.Create(
                        made.Product,
                        (JsonNode?)new JsonObject { ["entitlement_id"] = made.EntitlementId, ["type"] = made.Type }
                    )
                )
            );
        }
        return json.ToJsonString(Indented);
    }

    public static IEnumerable<string> ToLines(Founded founded)
    {
        yield return $"Admin token   {founded.AdminToken}";
        if (founded.ClientToken is { } client)
            yield return $"Client token  {client}";
        foreach (var key in founded.RootKeys)
            yield return $"Root key      {key}";
        foreach (var made in founded.Entitlements)
            yield return $"Entitlement   {made.EntitlementId}  {Founding.DemoTenant} {made.Product} ({made.Type})";
    }
}
