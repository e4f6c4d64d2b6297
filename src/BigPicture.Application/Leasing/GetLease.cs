using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

public sealed record GetLease(LeaseId Lease) : IQuery<LeaseRecord>;

internal sealed class GetLeaseHandler(LeaseDesk desk) : IRequestHandler<GetLease, Outcome<LeaseRecord>>
{
    public Task<Outcome<LeaseRecord>> Handle(GetLease request, CancellationToken cancel) => desk.Find(request.Lease, cancel);
}
