using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>What happened to a key of this server.</summary>
public abstract record KeyFact(string KeyId, string Use, Instant At) : Fact(TenantId.Vendor, At)
{
    public sealed override string Subject => KeyId;

    public sealed override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("key_id", KeyId);
        json.WriteString("use", Use);
        WriteMore(json);
    }

    private protected abstract void WriteMore(Utf8JsonWriter json);

    private protected static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}

/// <summary>A key is there: it was made, or its certificate came.</summary>
public sealed record KeyCreated(string KeyId, string Use, Instant? NotAfter, Instant At) : KeyFact(KeyId, Use, At)
{
    public override string Name => "key.created";

    private protected override void WriteMore(Utf8JsonWriter json) => Write(json, "ends_at", NotAfter?.ToString());
}

/// <summary>Another key took over from this one, whose tokens verify to their end.</summary>
public sealed record KeyRotated(string KeyId, string Use, string? Successor, Instant At) : KeyFact(KeyId, Use, At)
{
    public override string Name => "key.rotated";

    private protected override void WriteMore(Utf8JsonWriter json) => Write(json, "successor", Successor);
}

/// <summary>A key signs no more by the operator's will; compromised: nothing that it signed counts any more.</summary>
public sealed record KeyRetired(string KeyId, string Use, string Reason, string? Successor, Instant At) : KeyFact(KeyId, Use, At)
{
    public override string Name => "key.retired";

    private protected override void WriteMore(Utf8JsonWriter json)
    {
        json.WriteString("reason", Reason);
        Write(json, "successor", Successor);
    }
}
