using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Tells the refusals that were counted over the past minute, as one event for each kind.</summary>
/// <param name="All">Those of the minute that still runs too: the server stops.</param>
public sealed record TellDenials(bool All = false) : IQuery<int>;

internal sealed class TellDenialsHandler(DenialLog denials) : IRequestHandler<TellDenials, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(TellDenials request, CancellationToken cancel) => await denials.Tell(request.All, cancel);
}
