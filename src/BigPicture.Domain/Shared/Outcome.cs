using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Domain.Shared;

/// <summary>Lets code that knows only the type of an answer refuse with it, keep it and give it again.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    Denial? Denial { get; }

    /// <summary>The value, of <see cref="ContentType"/>; null when refused.</summary>
    object? Content { get; }

    static abstract Type ContentType { get; }

    static abstract TSelf Denied(Denial denial);

    static abstract TSelf Of(object content);
}

/// <summary>Either what was asked for or the reason why not.</summary>
public readonly struct Outcome<T> : IOutcome<Outcome<T>>
{
    private readonly T? value;

    private Outcome(T value) => this.value = value;

    private Outcome(Denial denial) => Denial = denial;

    /// <summary>The refusal; null when there is a value.</summary>
    public Denial? Denial { get; }

    public T Value => Denial is null ? value! : throw new InvalidOperationException($"No value: {Denial.Code}.");

    object? IOutcome<Outcome<T>>.Content => Denial is null ? value : null;

    static Type IOutcome<Outcome<T>>.ContentType => typeof(T);

    static Outcome<T> IOutcome<Outcome<T>>.Denied(Denial denial) => new(denial);

    static Outcome<T> IOutcome<Outcome<T>>.Of(object content) => new((T)content);

    public bool IsDenied([NotNullWhen(true)] out Denial? denial)
    {
        denial = Denial;
        return denial is not null;
    }

    public Outcome<TNext> Then<TNext>(Func<T, TNext> next) => Denial is null ? next(value!) : Denial;

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(Denial denial) => new(denial);
}
