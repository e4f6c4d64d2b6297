using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

internal sealed class CallerTie(Caller caller) : ITenantTie
{
    public TenantId? Tenant => caller.Tenant;
}
