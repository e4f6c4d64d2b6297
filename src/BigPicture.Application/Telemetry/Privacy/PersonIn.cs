using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Application.Telemetry.Privacy;

/// <summary>A subject in what is told of leases.</summary>
internal static class PersonIn
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool Names(string json, Subject who) => Names(JsonNode.Parse(json)!.AsObject(), who);

    /// <summary>The same object with another name in the subject's place; null when it does not name it.</summary>
    public static byte[]? Replace(ReadOnlySpan<byte> json, Subject who, string replacement)
    {
        // Most events are of others, and reading them all would take a hundred times longer.
        if (json.IndexOf(JsonSerializer.SerializeToUtf8Bytes(who.Id, Plain)) < 0)
            return null;
        var told = JsonNode.Parse(json)!.AsObject();
        if (!Names(told, who))
            return null;
        foreach (var name in PersonalData.Members)
            if (told[name] is JsonValue && (who.Kind == SubjectKind.User || Text(told, name) == who.Id))
                told[name] = replacement;
        return JsonSerializer.SerializeToUtf8Bytes(told, Plain);
    }

    private static bool Names(JsonObject told, Subject who)
    {
        var isSubject = Text(told, "subject_id") == who.Id;
        var type = Text(told, "subject_type");
        // Beside the audit chain the type stands in the link itself.
        return who.Kind == SubjectKind.User
            ? isSubject && (type is null || type == "user")
            : isSubject && (type is null || type == "machine") || Text(told, "machine_id") == who.Id;
    }

    private static string? Text(JsonObject told, string name) =>
        told[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
