using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Leasing.Ledger;

public sealed class ClockGuardTests
{
    private static readonly Instant Start = new(1_000_000);

    private readonly ClockGuard guard = new(default);
    private long monotonic;
    private long wall;

    [Fact]
    public void While_both_clocks_agree_time_is_the_walls()
    {
        Read(0);

        Assert.Equal(new ClockReading(Start + 100, Start + 100), Pass(100));
        Assert.Equal((ClockState.Steady, Start + 100), (guard.State, guard.Mark));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void Up_to_a_minute_either_way_is_slewing(long step)
    {
        Read(0);

        Pass(100, step);
        Assert.Equal((ClockState.Steady, step), (guard.State, guard.DriftSeconds));
        Assert.Equal(Start + Math.Max(100 + step, 0), guard.Mark);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(-50)]
    public void Small_steps_add_up_to_a_large_one(long step)
    {
        Read(0);
        Pass(1, step);
        Assert.Equal(ClockState.Steady, guard.State);
        for (var i = 0; i < 100; i++)
            Pass(1, step);

        Assert.Equal(step > 0 ? ClockState.Ahead : ClockState.Back, guard.State);
        Assert.Equal(101 * step, guard.DriftSeconds);
        Assert.InRange(guard.Mark - Start, 0, 101 + 60);
    }

    [Fact]
    public void A_clock_that_runs_off_slowly_is_followed_for_ever()
    {
        Read(0);
        for (var i = 0; i < 1_000; i++)
        {
            Pass(1_000, 1);
            Pass(500);
        }

        Assert.Equal((ClockState.Steady, Start + 1_501_000), (guard.State, guard.Mark));
        Assert.InRange(guard.DriftSeconds, 0, 1);
    }

    [Fact]
    public void A_small_step_is_forgotten_no_faster_than_clocks_run_off()
    {
        Read(0);
        Pass(0, 50);
        for (var second = 0; second <= 2_000; second++)
            Pass(1);
        Assert.Equal(48, guard.DriftSeconds);

        Assert.Equal(ClockState.Steady, StateAfter(0, 12));
        Assert.Equal(ClockState.Ahead, StateAfter(0, 1));
    }

    [Fact]
    public void A_small_step_back_dates_nothing_before_what_was_dated()
    {
        Read(0);
        Pass(100);

        Assert.Equal(new ClockReading(Start + 100, Start + 100), Pass(0, -30));
    }

    [Fact]
    public void More_than_a_minute_ahead_freezes_the_mark_and_dates_by_the_wall()
    {
        Read(0);

        Assert.Equal(new ClockReading(Start + 61, Start), Pass(0, 61));
        Assert.Equal(new ClockReading(Start + 161, Start), Pass(100));
        Assert.Equal((ClockState.Ahead, Start), (guard.State, guard.Mark));
    }

    [Fact]
    public void After_ten_minutes_of_agreement_and_not_before_it_thaws()
    {
        Read(0);
        Pass(0, 5_000);

        Assert.Equal(ClockState.Ahead, StateAfter(599));
        Assert.Equal(ClockState.Steady, StateAfter(1));
        Assert.Equal(Start + 5_600, guard.Mark);
    }

    [Fact]
    public void A_second_jump_starts_the_wait_anew()
    {
        Read(0);
        Pass(0, 5_000);
        Pass(500);
        Pass(0, 5_000);

        Assert.Equal(ClockState.Ahead, StateAfter(599));
        Assert.Equal(ClockState.Steady, StateAfter(1));
    }

    [Fact]
    public void Put_right_while_ahead_it_is_steady_at_once_and_nothing_was_lost()
    {
        Read(0);
        Pass(0, 5_000);
        Pass(100, -5_000);

        Assert.Equal((ClockState.Steady, Start + 100), (guard.State, guard.Mark));
    }

    [Fact]
    public void A_jump_after_one_that_was_put_right_waits_its_own_ten_minutes()
    {
        Read(0);
        Pass(0, 5_000);
        Pass(599);
        Pass(0, -5_000);
        Pass(0, 5_000);

        Assert.Equal(ClockState.Ahead, StateAfter(599));
    }

    [Fact]
    public void More_than_a_minute_back_stops_grants_while_time_goes_on()
    {
        Read(0);

        Assert.Equal(new ClockReading(Start + 10, Start + 10, GrantsStopped: true), Pass(10, -71));
        Assert.Equal(new ClockReading(Start + 110, Start + 110, GrantsStopped: true), Pass(100));
        Assert.Equal((ClockState.Back, -71L), (guard.State, guard.DriftSeconds));
    }

    [Fact]
    public void Put_right_again_it_grants_again()
    {
        Read(0);
        Pass(0, -5_000);
        Pass(50, 5_000);

        Assert.Equal(ClockState.Steady, guard.State);
        Assert.Equal(new ClockReading(Start + 60, Start + 60), Pass(10));
    }

    [Fact]
    public void Back_does_not_thaw_by_itself()
    {
        Read(0);
        Pass(0, -5_000);

        Assert.Equal(ClockState.Back, StateAfter(100_000));
    }

    [Fact]
    public void Far_back_then_far_ahead_is_a_jump_of_its_own()
    {
        Read(0);
        Pass(0, -5_000);
        Pass(700, 10_000);

        Assert.Equal(ClockState.Ahead, guard.State);
        Assert.Equal(ClockState.Ahead, StateAfter(599));
        Assert.Equal(ClockState.Steady, StateAfter(1));
    }

    [Fact]
    public void A_restart_does_not_fall_behind_the_stored_mark()
    {
        var restarted = new ClockGuard(Start + 5_000);

        Assert.Equal(new ClockReading(Start + 5_000, Start + 5_000, GrantsStopped: true), restarted.Read(Start, 7));
        Assert.Equal(new ClockReading(Start + 5_010, Start + 5_010, GrantsStopped: true), restarted.Read(Start + 10, 17));
    }

    [Fact]
    public void A_restart_within_a_minute_of_the_mark_is_steady()
    {
        var restarted = new ClockGuard(Start + 60);

        Assert.Equal(new ClockReading(Start + 60, Start + 60), restarted.Read(Start, 7));
    }

    [Fact]
    public void A_restart_after_any_pause_is_steady()
    {
        var restarted = new ClockGuard(Start);

        Assert.Equal(new ClockReading(Start + 9_999, Start + 9_999), restarted.Read(Start + 9_999, 0));
    }

    [Fact]
    public void A_restart_does_not_make_a_jump_right()
    {
        Read(0);
        Pass(100, 5_000);
        Assert.Equal(Start + 5_100, guard.AheadAt);

        var restarted = new ClockGuard(guard.Mark, guard.AheadAt);
        Assert.Equal(new ClockReading(Start + 5_110, Start), restarted.Read(Start + 5_110, 7));
        Assert.Equal(ClockState.Ahead, restarted.State);
        restarted.Read(Start + 5_110 + 599, 7 + 599);
        Assert.Equal(ClockState.Ahead, restarted.State);
        restarted.Read(Start + 5_110 + 600, 7 + 600);
        Assert.Equal((ClockState.Steady, Start + 5_710, default), (restarted.State, restarted.Mark, restarted.AheadAt));
    }

    [Fact]
    public void A_jump_that_was_put_right_during_a_restart_is_over()
    {
        var restarted = new ClockGuard(Start, storedAhead: Start + 5_000);

        Assert.Equal(new ClockReading(Start + 130, Start + 130), restarted.Read(Start + 130, 7));
    }

    [Fact]
    public void A_jump_that_was_put_right_is_not_stored_as_one()
    {
        Read(0);
        Pass(0, 5_000);
        Pass(0, -5_000);

        Assert.Equal(default, guard.AheadAt);
    }

    [Fact]
    public void Accepted_the_wall_is_believed_ahead_and_back()
    {
        Read(0);
        Pass(0, 5_000);
        guard.Accept();
        Assert.Equal(new ClockReading(Start + 5_000, Start + 5_000), Pass(0));

        Pass(0, -9_000);
        guard.Accept();
        Assert.Equal(new ClockReading(Start - 4_000, Start - 4_000), Pass(0));
        Assert.Equal((ClockState.Steady, Start - 4_000), (guard.State, guard.Mark));
    }

    private ClockState StateAfter(long seconds, long step = 0)
    {
        Pass(seconds, step);
        return guard.State;
    }

    private ClockReading Pass(long seconds, long step = 0)
    {
        monotonic += seconds;
        return Read(seconds + step);
    }

    private ClockReading Read(long moved) => guard.Read(Start + (wall += moved), monotonic);
}
