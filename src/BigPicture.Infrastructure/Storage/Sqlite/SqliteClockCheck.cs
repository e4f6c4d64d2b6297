using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;

namespace BigPicture.Infrastructure.Storage.Sqlite;

internal sealed class SqliteClockCheck(SqliteClock clock) : IReadinessCheck
{
    public string Name => "clock";

    public ValueTask<string?> Problem(CancellationToken cancel) =>
        new(
            clock.State switch
            {
                ClockState.Ahead => "the system clock jumped ahead: no lease is ended by time until it is believed again",
                ClockState.Back => "the system clock was set back: no lease is granted until it has caught up",
                _ => null,
            }
        );
}
