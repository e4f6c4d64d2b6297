using System.Text;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>A step ahead was believed, over a restart; the clock is right again, and the operator says so.</summary>
public sealed class AcceptClockTests : IAsyncLifetime
{
    private const int Year = 365 * 86_400;

    private SqliteLedger ledger = null!;
    private int ids;

    public async ValueTask InitializeAsync()
    {
        ledger = await SqliteLedger.Create();
        await ledger.Open(OpenBook());
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await ledger.Audit());
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task Grants_go_on_at_the_right_time_and_the_event_tells_by_how_much_the_clock_was_off()
    {
        await StepAndRestart(Year);
        await Issued(Activation("alice"));
        await StepAndRestart(-Year);
        Assert.Equal(DenialCode.Unavailable, Assert.IsType<ActResult.Refused>(await Post(Activation("bob"))).Denial.Code);

        var accepted = await Accept();

        Assert.Equal(new AcceptedClock(Start + Year, Start, 1), accepted);
        Assert.Equal(Start, (await Issued(Activation("bob"))).IssuedAt);
        var told = (await ledger.Read()).Events.Last(row => row.Name == "server.clock_stepped");
        Assert.Equal($$"""{"state":"accepted","drift_seconds":-{{Year}}}""", Encoding.UTF8.GetString(told.Data));
        Assert.Equal(Start, told.At);

        await ledger.Restart();
        Assert.Equal(Start, (await Issued(Activation("carol"))).IssuedAt);
    }

    [Fact]
    public async Task No_seat_frees_before_its_leases_end()
    {
        await StepAndRestart(Year);
        var alice = await Issued(Activation("alice", limit: 1));
        await StepAndRestart(-Year);
        await Accept();

        await Post(Reap(alice));
        ledger.Advance(alice.EndsAt - Start - 1);

        Assert.Equal(DenialCode.SeatsExhausted, Assert.IsType<ActResult.Refused>(await Post(Activation("bob", limit: 1))).Denial.Code);
        ledger.Advance(1);
        await Issued(Activation("bob", limit: 1));
    }

    [Fact]
    public async Task What_was_issued_ahead_is_revoked_by_a_revocation_after_it()
    {
        await StepAndRestart(Year);
        var alice = await Issued(Activation("alice"));
        await StepAndRestart(-Year);
        await Accept();

        Assert.Null(await ledger.Change(ChangeBook(2) with { RevokeLeases = "fraud" }));

        var refused = Assert.IsType<ActResult.Refused>(await Post(Renew(alice, Grant() with { Version = 2 })));
        Assert.Equal(DenialCode.LeaseRevoked, refused.Denial.Code);
    }

    [Fact]
    public async Task What_was_revoked_ahead_stays_revoked_though_its_row_does_not_say_so_yet()
    {
        await StepAndRestart(Year);
        var alice = await Issued(Activation("alice", limit: 1));
        Assert.Null(await ledger.Change(ChangeBook(2) with { RevokeLeases = "fraud" }));
        await StepAndRestart(-Year);

        await Accept();

        var again = Grant(Seat("bob", 1)) with { Version = 2 };
        var bob = await Issued(Activate(Lease(LeaseOf(++ids), "bob"), again));
        Assert.Equal(Start, bob.IssuedAt);
        var rows = await ledger.Read();
        Assert.Equal((LeaseState.Revoked, LeaseState.Live), (rows.Leases[alice.Id].State, rows.Leases[bob.Id].State));
    }

    [Fact]
    public async Task The_same_key_gets_a_token_for_today_instead_of_the_one_that_is_dated_ahead()
    {
        await StepAndRestart(Year);
        var ahead = await Issued(Activation("alice"));
        await StepAndRestart(-Year);
        await Accept();

        var today = await Issued(Activation("alice"));

        Assert.Equal((ahead.Id, Start), (today.Id, today.IssuedAt));
    }

    [Fact]
    public async Task A_running_server_that_froze_goes_on_at_once()
    {
        var alice = await Issued(Activation("alice", limit: 1));
        ledger.Time.Step(TimeSpan.FromDays(1));
        Assert.Equal(DenialCode.SeatsExhausted, Assert.IsType<ActResult.Refused>(await Post(Activation("bob", limit: 1))).Denial.Code);

        await Accept();

        await Issued(Activation("bob", limit: 1));
        Assert.Equal(LeaseState.Expired, (await ledger.Read()).Leases[alice.Id].State);
    }

    private async Task<AcceptedClock> Accept()
    {
        await using var scope = ledger.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AcceptClock())).Value;
    }

    private async Task StepAndRestart(int seconds)
    {
        ledger.Time.Step(TimeSpan.FromSeconds(seconds));
        await ledger.Restart();
    }

    private Task<ActResult> Post(LeaseAct act) => new BatchRunner(ledger).Post(act);

    private async Task<Lease> Issued(LeaseAct act) => Assert.IsType<ActResult.Leased>(await Post(act)).Lease;

    private Domain.Leasing.Acts.Activation Activation(string subject, long limit = 10) =>
        Activate(Lease(LeaseOf(++ids), subject), Grant(Seat(subject, limit)));
}
