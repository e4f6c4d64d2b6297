using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>Which members of what is told name a person, or a machine or session that somebody may be known by.</summary>
public static class PersonalData
{
    public static readonly FrozenSet<string> Members = ["subject_id", "machine_id", "session_id"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parts an object in what may stay and what names somebody; null where nothing does.</summary>
    public static (string Others, string? Person) Part(ReadOnlySpan<byte> json)
    {
        var rest = JsonNode.Parse(json)!.AsObject();
        var person = new JsonObject();
        foreach (var name in Members)
            if (rest.Remove(name, out var value))
                person[name] = value;
        return (rest.ToJsonString(Plain), person.Count == 0 ? null : person.ToJsonString(Plain));
    }
}
