using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Domain.Shared;

/// <summary>Either what was asked for or the reason why not.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T value) => this.value = value;

    private Outcome(Denial denial) => Denial = denial;

    /// <summary>The refusal; null when there is a value.</summary>
    public Denial? Denial { get; }

    public T Value => Denial is null ? value! : throw new InvalidOperationException($"No value: {Denial.Code}.");

    public bool IsDenied([NotNullWhen(true)] out Denial? denial)
    {
        denial = Denial;
        return denial is not null;
    }

    public Outcome<TNext> Then<TNext>(Func<T, TNext> next) => Denial is null ? next(value!) : Denial;

    public static implicit operator Outcome<T>(T value) => new(value);

    public static implicit operator Outcome<T>(Denial denial) => new(denial);
}
