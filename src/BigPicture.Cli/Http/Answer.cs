using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Cli.Http;

/// <summary>What the server said: read, as it came, and under which version.</summary>
internal sealed class Answer<T>
{
    private readonly T? value;
    private readonly Failure? failure;

    public Answer(T value, string json, string? etag = null) => (this.value, Json, ETag) = (value, json, etag);

    private Answer(Failure failure) => (this.failure, Json) = (failure, "");

    public T Value => failure is null ? value! : throw new InvalidOperationException($"No answer: {failure.Message}");

    public string Json { get; }

    public string? ETag { get; }

    public bool Failed([NotNullWhen(true)] out Failure? why) => (why = failure) is not null;

    public static implicit operator Answer<T>(Failure failure) => new(failure);
}
