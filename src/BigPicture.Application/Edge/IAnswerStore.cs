using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

/// <summary>Answers to creations that came with an idempotency key.</summary>
public interface IAnswerStore
{
    /// <summary>How long an answer is kept.</summary>
    const long KeptSeconds = 86_400;

    /// <summary>Null when there is none, or only one that has been kept for its time.</summary>
    Task<StoredAnswer?> Find(AnswerKey key, Instant now, CancellationToken cancel);

    /// <summary>Stored with the transaction in hand, in place of one that has been kept for its time. The caller has looked in it.</summary>
    Task Add(StoredAnswer answer, CancellationToken cancel);

    /// <summary>Of all tenants, for the loop: takes away those that have been kept for their time, at most <paramref name="count"/> and those of the last one's second.</summary>
    Task<int> Purge(Instant now, int count, CancellationToken cancel);
}

/// <param name="Owner">The tenant that the caller is tied to, or the vendor.</param>
/// <param name="Key">As the caller chose it: 1–128 characters.</param>
public sealed record AnswerKey(TenantId Owner, ApiTokenId Caller, string Key);

/// <param name="RequestHash">SHA-256 of method, path and body.</param>
/// <param name="Json">The answer without secrets.</param>
public sealed record StoredAnswer(AnswerKey Key, byte[] RequestHash, string Json, Instant CreatedAt);
