using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Domain.Shared;

/// <summary>Lets code that knows only the type of an answer refuse with it.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    Denial? Denial { get; }

    static abstract TSelf Denied(Denial denial);
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

    static Outcome<T> IOutcome<Outcome<T>>.Denied(Denial denial) => new(denial);

    public bool IsDenied([NotNullWhen(true)] out Denial? denial)
    {
        denial = Denial;
        return denial is not null;
    }

    public Outcome<TNext> Then<TNext>(Func<T, TNext> next) => Denial is null ? next(value!) : Denial;

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(Denial denial) => new(denial);
}
