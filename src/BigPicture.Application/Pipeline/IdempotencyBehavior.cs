using System.Security.Cryptography;
using System.Text.Json;
using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Pipeline;

/// <summary>
/// Answers a repeated creation with the answer that it got first, and creates nothing. Works inside the command's transaction: the
/// answer is kept together with what was created, or not at all; what was refused may be tried again under the same key.
/// </summary>
internal sealed class IdempotencyBehavior<TRequest, TResponse>(IAnswerStore answers, Caller caller, TimeProvider clock)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICreate, IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public const int KeyCharactersMax = 128;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        if (caller.IdempotencyKey is not { } text || caller.Token is not { } token)
            return await next();
        if (Text.Problem(text, KeyCharactersMax) is { } problem)
            return TResponse.Denied(Denial.BadField("Idempotency-Key", problem));

        var now = Instant.From(clock.GetUtcNow());
        var key = new AnswerKey(caller.Tenant ?? TenantId.Vendor, token, text);
        if (await answers.Find(key, now, cancel) is { } stored)
            return Repeat(stored);

        var answer = await next();
        if (answer.Denial is null)
        {
            var json = JsonSerializer.Serialize(answer.Content, TResponse.ContentType);
            await answers.Add(new StoredAnswer(key, caller.RequestHash, json, now), cancel);
        }
        return answer;
    }

    private TResponse Repeat(StoredAnswer stored) =>
        CryptographicOperations.FixedTimeEquals(stored.RequestHash, caller.RequestHash)
            ? TResponse.Of(JsonSerializer.Deserialize(stored.Json, TResponse.ContentType)!)
            : TResponse.Denied(
                new Denial(
                    DenialCode.IdempotencyKeyReused,
                    $"Idempotency-Key '{stored.Key.Key}' came with another request before. Use a new key for a new request."
                )
            );
}
