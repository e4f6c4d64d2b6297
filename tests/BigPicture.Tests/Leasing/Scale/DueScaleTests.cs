using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Databases;
using BigPicture.Tests.Entitlements;
using Xunit;

namespace BigPicture.Tests.Leasing.Scale;

/// <summary>A pool full of leases that ran out grants at once; one grant frees some of them, and a loop the rest.</summary>
public sealed class DueScaleTests : ScaleTest
{
    private const int FreedByOneGrantMax = 256;

    private static readonly int Many = IsLong ? 1_000_000 : 5_000;

    [Fact]
    public async Task A_grant_in_a_full_pool_ends_a_bounded_number_of_those_that_are_due()
    {
        var pool = await FullOfDue();

        await Activate(pool);

        Assert.Equal(FreedByOneGrantMax, await Count(pool, LeaseState.Expired));
        Assert.Equal(Many - FreedByOneGrantMax + 1, await Taken(pool));
    }

    [Fact]
    public async Task The_loop_ends_the_rest_in_bounded_steps()
    {
        var pool = await FullOfDue();
        var before = 0;

        while (await Server.Do(new ReapLeases()) > 0)
        {
            var ended = await Count(pool, LeaseState.Expired);
            Assert.InRange(ended - before, 1, ReapLeases.StepMax);
            before = ended;
            if (IsLong && before > 20 * ReapLeases.StepMax)
                return; // the rest is more of the same, which counting makes slow
        }

        Assert.Equal(Many, before);
        Assert.Equal(0, await Taken(pool));
        Assert.Equal(Many, await CountEvents("license.expired"));
    }

    private async Task<EntitlementId> FullOfDue()
    {
        var pool = await Entitle(Many);
        await Fill(
            new LeaseFill(Catalogue.Acme, pool, Many)
            {
                IssuedAt = Server.Now - 7_200,
                Seconds = 3_600,
                Limit = Many,
            }
        );
        return pool;
    }
}
