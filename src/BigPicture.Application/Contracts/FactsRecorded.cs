using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>
/// Published once for each transaction, inside of it. Handlers append to <see cref="Writes"/> and do nothing else: no I/O, no failure of
/// their own. So a change and what it tells are stored together or not at all.
/// </summary>
public sealed record FactsRecorded(IReadOnlyList<Fact> Facts, WriteSet Writes) : INotification;
