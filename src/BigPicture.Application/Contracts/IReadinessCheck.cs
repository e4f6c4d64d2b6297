namespace BigPicture.Application.Contracts;

/// <summary>One thing without which the server cannot do its work.</summary>
public interface IReadinessCheck
{
    /// <summary>In snake_case: <c>database</c>, <c>signing_key</c>.</summary>
    string Name { get; }

    /// <summary>What is wrong, in words that anybody may read; null when nothing is. May throw: that is a failure too.</summary>
    ValueTask<string?> Problem(CancellationToken cancel);
}
