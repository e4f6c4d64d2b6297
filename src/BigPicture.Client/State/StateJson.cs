using System.Text.Json.Serialization;
using BigPicture.Client.Time;

namespace BigPicture.Client.State;

/// <summary>How kept files are read and written, generated at build so that it needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SlotRecord))]
[JsonSerializable(typeof(ClockMark))]
[JsonSerializable(typeof(MachineRecord))]
[JsonSerializable(typeof(RevocationsRecord))]
internal sealed partial class StateJson : JsonSerializerContext;

/// <summary>An instance of the application, and the lease that it holds or held when it was last seen.</summary>
internal sealed record SlotRecord
{
    /// <summary>The session id of its leases.</summary>
    public required string Instance { get; init; }

    /// <summary>The server that granted; null when nothing is held.</summary>
    public Uri? Server { get; init; }

    /// <summary>The lease's last token; null when nothing is held.</summary>
    public string? Token { get; init; }
}

/// <summary>What stands for a machine whose system has no id of its own.</summary>
internal sealed record MachineRecord
{
    /// <summary>Drawn by lot.</summary>
    public required string Id { get; init; }
}

/// <summary>The newest revocation lists that were heard.</summary>
internal sealed record RevocationsRecord
{
    /// <summary>One an issuer and tenant.</summary>
    public required IReadOnlyList<KeptList> Lists { get; init; }
}

/// <summary>A revocation list as it was signed, and whose it is.</summary>
internal sealed record KeptList
{
    /// <summary>The tenant that it must be about.</summary>
    public required string Tenant { get; init; }

    /// <summary>The signed list.</summary>
    public required string Token { get; init; }
}
