using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Databases;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using MediatR;
using Xunit;

namespace BigPicture.Tests.Leasing.Scale;

/// <summary>Ending an entitlement's leases is in force at once and costs the same, however many there are.</summary>
public sealed class RevocationScaleTests : ScaleTest
{
    private static readonly int Many = IsLong ? 100_000 : 5_000;

    public static TheoryData<string> Acts => ["revoke", "suspend"];

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task It_writes_as_many_rows_as_for_one_and_the_very_next_renewal_is_refused(string act)
    {
        var (one, many) = (await Entitle(Many + 1), await Entitle(Many + 1));
        var (alone, among) = (await Activate(one), await Activate(many));
        await Fill(new LeaseFill(Catalogue.Acme, many, Many) { IssuedAt = Server.Now, Limit = Many + 1 });

        var forOne = await RowsWritten(Ending(act, one));
        // The book, the entitlement, the event, the entry of the audit trail and its head, the entry on the list, the epoch.
        Assert.InRange(forOne, 6, 8);
        Assert.Equal(forOne, await RowsWritten(Ending(act, many)));

        foreach (var lease in new[] { alone, among })
            Assert.Equal(DenialCode.LeaseRevoked, (await Server.Refused(new RenewLease(lease.Token), Callers.Admin())).Code);
        Assert.Equal(Many, await Count(many, LeaseState.Live)); // only the row of the one that asked says so yet
        Assert.Empty((await Server.Do(new ListLeases { Entitlement = many })).Items);
    }

    [Fact]
    public async Task The_loop_writes_it_down_in_bounded_steps_until_seats_rows_and_events_say_so()
    {
        var (many, other) = (await Entitle(Many), await Entitle(10));
        await Fill(new LeaseFill(Catalogue.Acme, many, Many) { IssuedAt = Server.Now });
        await Server.Do(new RevokeEntitlement(many, "fraud"), Callers.Admin());

        for (var written = 0; written < Many; written += ReapLeases.StepMax)
        {
            Assert.Equal(written, await Count(many, LeaseState.Revoked));
            Assert.Equal(Many - written, await Taken(many));
            Assert.InRange(await Server.Do(new ReapLeases()), 1, ReapLeases.StepMax);
            await Activate(other, $"s{written % 10}"); // others go on between two steps
        }
        await Server.Do(new ReapLeases());

        Assert.Equal(Many, await Count(many, LeaseState.Revoked));
        Assert.Equal(0, await Taken(many));
        Assert.Equal(Many, await CountEvents("license.revoked"));
        Assert.Equal(0, await Server.Do(new ReapLeases()));
    }

    [Fact]
    public async Task Suspended_and_reinstated_its_seats_are_granted_before_any_row_is_written()
    {
        var many = await Entitle(Many);
        await Fill(new LeaseFill(Catalogue.Acme, many, Many) { IssuedAt = Server.Now });
        await Server.Do(new SuspendEntitlement(many, "unpaid") { RevokeActiveLeases = true }, Callers.Admin());
        await Server.Do(new ReinstateEntitlement(many, null), Callers.Admin());

        await Activate(many);

        Assert.InRange(await Count(many, LeaseState.Revoked), 1, 256);
    }

    private static IRequest<Outcome<EntitlementView>> Ending(string act, EntitlementId entitlement) =>
        act == "revoke"
            ? new RevokeEntitlement(entitlement, "fraud")
            : new SuspendEntitlement(entitlement, "unpaid") { RevokeActiveLeases = true };
}
