namespace BigPicture.Proof.Linearizability.Models;

/// <summary>What is asked of a register; <paramref name="Expected"/> is of compare-and-set alone.</summary>
public sealed record RegisterInput(RegisterAct Act, int? Value = null, int? Expected = null);

public enum RegisterAct
{
    Read,
    Write,
    CompareAndSet,
}

/// <param name="Value">What was read.</param>
/// <param name="Swapped">Whether a compare-and-set found what it expected.</param>
public sealed record RegisterOutput(int? Value = null, bool Swapped = false);

public readonly record struct RegisterState(int? Value);

/// <summary>One number, or none at first; read, write, compare-and-set.</summary>
public sealed class RegisterModel : IModel<RegisterState, RegisterInput, RegisterOutput>
{
    public RegisterState Initial => new(null);

    public IEnumerable<RegisterState> Step(RegisterState state, Call<RegisterInput, RegisterOutput> call)
    {
        var (asked, told) = (call.Input, call.Output);
        switch (asked.Act)
        {
            case RegisterAct.Read when !call.IsKnown || told.Value == state.Value:
                return [state];
            case RegisterAct.Write:
                return [new(asked.Value)];
            case RegisterAct.CompareAndSet when !call.IsKnown || told.Swapped == (state.Value == asked.Expected):
                return [state.Value == asked.Expected ? new(asked.Value) : state];
            default:
                return [];
        }
    }
}
