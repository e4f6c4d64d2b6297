namespace BigPicture.Domain.Shared;

/// <summary>A member of a partial change: left out, or given, where <c>null</c> may be what is given.</summary>
public readonly record struct Patch<T>
{
    private readonly T value;

    private Patch(T value)
    {
        this.value = value;
        IsGiven = true;
    }

    public bool IsGiven { get; }

    /// <summary>What is given, or else what stands.</summary>
    public T Or(T standing) => IsGiven ? value : standing;

    public static implicit operator Patch<T>(T value) => new(value);
}
