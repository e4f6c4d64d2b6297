using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>The time by which things are over: it does not follow a system clock that jumps ahead.</summary>
public sealed record ReadTrustedTime : IRequest<Instant>;
