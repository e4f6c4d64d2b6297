using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>The server's time was set back: what had started by then stays started, and so starts now.</summary>
/// <param name="Before">The latest time that was used.</param>
/// <param name="Now">The time from here on.</param>
public sealed record KeepStarted(Instant Before, Instant Now) : IRequest<Outcome<int>>;
