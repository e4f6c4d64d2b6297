using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Tests.Fixture;
using BigPicture.Tests.Leasing.Scale;
using Xunit;

namespace BigPicture.Tests.Leasing.Purging;

/// <summary>An application finds a token on its disk whose lease is not kept any more.</summary>
public sealed class PurgedLeaseTests : ScaleTest
{
    [Fact]
    public async Task Its_token_renews_nothing_is_not_valid_and_may_be_given_back_again()
    {
        var lease = await Activate(await Entitle(1));
        await Server.Do(new ReleaseLease(lease.Token), Callers.Admin());
        Server.Clock.Advance(TimeSpan.FromDays(92));
        while (await Server.Do(new PurgeLeases())) { }
        Assert.Equal(0, await Server.Count<Lease>());

        Assert.Equal(DenialCode.LeaseExpired, (await Server.Refused(new RenewLease(lease.Token), Callers.Admin())).Code);
        Assert.Equal(DenialCode.LeaseExpired, (await Server.Do(new ValidateLease(lease.Token), Callers.Admin())).Denial?.Code);
        Assert.Equal(
            new EndedLease(lease.Lease.Id, LeaseState.Expired, Server.Now),
            await Server.Do(new ReleaseLease(lease.Token), Callers.Admin())
        );
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new GetLease(lease.Lease.Id), Callers.Admin())).Code);
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new RevokeLease(lease.Lease.Id, "lost"), Callers.Admin())).Code);
    }
}
