using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>
/// A member of a partial body: absent (leave as it is), or present with a value that may be null. <c>default</c> is absent and is
/// never written.
/// </summary>
public readonly record struct Optional<T>
{
    private readonly T value;

    /// <summary>A member that is present.</summary>
    public Optional(T value)
    {
        this.value = value;
        IsPresent = true;
    }

    /// <summary>Whether the member stood in the body, be it with null.</summary>
    [JsonIgnore]
    public bool IsPresent { get; }

    /// <summary>The member's value; <c>default</c> when it is absent.</summary>
    [JsonIgnore]
    public T Value => value;

    /// <summary>What the member becomes: its value when present, else what stands now.</summary>
    public T Or(T current) => IsPresent ? value : current;

    /// <summary>A value makes a member that is present.</summary>
    public static implicit operator Optional<T>(T value) => new(value);
}
