namespace BigPicture.Domain.Shared;

/// <summary>Who did something, as far as the server knows.</summary>
/// <param name="Token">The API token that was shown, never its secret; null: the server itself, or a command on its machine.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="RequestId">The request's id, as its answer and the log have it.</param>
public sealed record Actor(ApiTokenId? Token, string? Address, string? RequestId)
{
    /// <summary>The server itself, or a command on its machine.</summary>
    public static readonly Actor Server = new(null, null, null);
}
