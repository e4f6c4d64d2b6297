using System.Text;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Protocol.Wire;
using BigPicture.Testing.Leasing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>A server that nobody asks for anything sees what its clock does.</summary>
public sealed class WatchClockTests : IAsyncLifetime
{
    private SqliteLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        ledger = await SqliteLedger.Create();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task A_step_is_told_once_and_its_end_too()
    {
        await Watch();
        ledger.Time.Step(TimeSpan.FromDays(3));
        Assert.True(await Watch());
        Assert.False(await Watch());
        ledger.Time.Step(TimeSpan.FromDays(-3));
        await Watch();

        Assert.Equal(
            ["""{"state":"ahead","drift_seconds":259200}""", """{"state":"steady","drift_seconds":0}"""],
            (await Told()).Select(row => Encoding.UTF8.GetString(row.Data))
        );
    }

    [Fact]
    public async Task Steps_between_two_looks_are_all_told()
    {
        await Watch();
        ledger.Time.Step(TimeSpan.FromDays(3));
        Assert.Equal(ClockState.Ahead, Clock.State);
        ledger.Time.Step(TimeSpan.FromDays(-6));
        Assert.Equal(ClockState.Back, Clock.State);
        await Watch();

        Assert.Equal(2, (await Told()).Count);
    }

    [Fact]
    public async Task The_time_used_is_stored_each_minute_and_not_more_often()
    {
        Assert.True(await Watch());
        ledger.Advance(59);
        Assert.False(await Watch());
        ledger.Advance(1);
        Assert.True(await Watch());

        Assert.Equal(LeaseSamples.Start + 60, (await Stored()).Mark);
    }

    [Fact]
    public async Task After_a_restart_with_the_clock_set_back_nothing_is_granted_though_nothing_was_written_before()
    {
        await ledger.Open(OpenBook());
        await Watch();
        ledger.Time.Step(TimeSpan.FromDays(-3));
        await Restart();

        var refused = Assert.IsType<ActResult.Refused>(await Post());
        Assert.Equal(Domain.Shared.DenialCode.Unavailable, refused.Denial.Code);
        Assert.Equal(ClockState.Back, Clock.State);
    }

    [Fact]
    public async Task A_restart_does_not_make_a_step_ahead_right()
    {
        await ledger.Open(OpenBook());
        var lease = Assert.IsType<ActResult.Leased>(await Post()).Lease;
        ledger.Time.Step(TimeSpan.FromDays(3));
        await Watch();
        await Restart();

        await new BatchRunner(ledger).Post(Reap(lease));
        Assert.Equal(ClockState.Ahead, Clock.State);
        Assert.Equal(LeaseState.Live, (await ledger.Read()).Leases[lease.Id].State);
        Assert.Equal(LeaseSamples.Start, Time.Trusted);
    }

    [Fact]
    public async Task Whoever_looks_sees_the_time_that_the_ledger_goes_by()
    {
        await Watch();
        ledger.Time.Step(TimeSpan.FromDays(-3));
        ledger.Advance(10);
        Assert.Equal((LeaseSamples.Start + 10, LeaseSamples.Start + 10), (Time.Now, Time.Trusted));

        ledger.Time.Step(TimeSpan.FromDays(6));
        Assert.Equal((LeaseSamples.Start + 10 + 3 * 86_400, LeaseSamples.Start + 10), (Time.Now, Time.Trusted));
    }

    /// <summary>Of the clock; the start tells of keys, too.</summary>
    private async Task<List<EventRow>> Told() => [.. (await ledger.Read()).Events.Where(row => row.Name == EventNames.ServerClockStepped)];

    private SqliteClock Clock => ledger.Services.GetRequiredService<SqliteClock>();

    private ILedgerTime Time => ledger.Services.GetRequiredService<ILedgerTime>();

    private Task<ActResult> Post() => new BatchRunner(ledger).Post(Activate(Lease(LeaseOf(1), "alice"), Grant(Seat("alice", 10))));

    private async Task Start()
    {
        foreach (var service in ledger.Services.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
        await ledger.Services.GetRequiredService<IDatabase>().Prepare(TestContext.Current.CancellationToken);
    }

    private async Task Restart()
    {
        await Stop();
        await ledger.Restart();
    }

    private async Task Stop()
    {
        foreach (var service in ledger.Services.GetServices<IHostedService>())
            await service.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task<bool> Watch()
    {
        await using var scope = ledger.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new WatchClock())).Value;
    }

    private async Task<ClockRow> Stored()
    {
        await using var scope = ledger.Services.CreateAsyncScope();
        return await ClockRow.Stored(scope.ServiceProvider.GetRequiredService<LicensingDb>(), TestContext.Current.CancellationToken);
    }
}
