using System.Text.Json;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Clients;

/// <summary>What came back, if anything did.</summary>
/// <param name="Status">The HTTP status; null when no whole answer came.</param>
/// <param name="Body">The answer's body.</param>
/// <param name="Words">Why there is no answer.</param>
internal sealed record Answer(int? Status, JsonElement Body, string? Words)
{
    /// <summary>From 500 on nothing is said of whether it was done; a 429 says that nothing was.</summary>
    public Outcome Outcome =>
        Status switch
        {
            null or >= 500 => Outcome.Unknown,
            >= 400 => Outcome.No,
            _ => Outcome.Yes,
        };

    public string? Code => Words ?? Text("code");

    /// <summary>The pool of a refusal for lack of seats.</summary>
    public string? RefusedPool => Has("details", out var details) && details.TryGetProperty("pool", out var pool) ? pool.GetString() : null;

    public string? Text(string member) => Has(member, out var value) ? value.GetString() : null;

    public bool Flag(string member) => Has(member, out var value) && value.GetBoolean();

    private bool Has(string member, out JsonElement value)
    {
        value = default;
        return Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out value);
    }
}
