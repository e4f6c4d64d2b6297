using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Client.Servers;

/// <summary>What a server said, or why nothing was heard.</summary>
internal sealed class Reply<T>
    where T : class
{
    private readonly T? value;
    private readonly CallFailure? failure;

    public Reply(T value) => this.value = value;

    public Reply(CallFailure failure) => this.failure = failure;

    public bool IsGood([NotNullWhen(true)] out T? answer, [NotNullWhen(false)] out CallFailure? why)
    {
        (answer, why) = (value, failure);
        return answer is not null;
    }
}
