using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Edge;

/// <summary>A loop's tick: takes away answers that have been kept for their time, at most <see cref="BatchSizeMax"/> of them.</summary>
public sealed record PurgeAnswers : ICommand<int>
{
    public const int BatchSizeMax = 1_000;
}

internal sealed class PurgeAnswersHandler(IAnswerStore answers, TimeProvider clock) : IRequestHandler<PurgeAnswers, Outcome<int>>
{
    /// <summary>Answers how many there were: as many as a batch, and there may be more.</summary>
    public async Task<Outcome<int>> Handle(PurgeAnswers request, CancellationToken cancel) =>
        await answers.Purge(Instant.From(clock.GetUtcNow()), PurgeAnswers.BatchSizeMax, cancel);
}
