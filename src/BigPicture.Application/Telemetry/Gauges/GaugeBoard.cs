using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BigPicture.Application.Contracts;

namespace BigPicture.Application.Telemetry.Gauges;

/// <summary>What the gauges read last, for whoever asks. What could not be read anew for a while is not told any more.</summary>
internal sealed class GaugeBoard(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    /// <summary>Reading takes one part in so many of the time at most: where the tables are large, figures are older.</summary>
    private const int RestFactor = 50;

    /// <summary>And in any case so often: the first round of a server that starts takes long for other reasons.</summary>
    private static readonly TimeSpan RestMost = TimeSpan.FromSeconds(30);

    private readonly Meter meter = new(Instrumentation.Name);
    private readonly ConcurrentDictionary<string, Board> boards = new(StringComparer.Ordinal);
    private readonly long startedAt = clock.GetTimestamp();
    private TimeSpan dueAfter = TimeSpan.Zero;

    public bool IsDue => Elapsed >= dueAfter;

    private TimeSpan Elapsed => clock.GetElapsedTime(startedAt);

    /// <summary>A round of reading; its end says when the next one is due.</summary>
    public IDisposable Begin() => new Round(this, Elapsed);

    public void Note(GaugeName name, IReadOnlyList<GaugeReading> readings)
    {
        var board = boards.GetOrAdd(name.Id, _ => new Board());
        board.Readings = [.. readings.Select(reading => new Measurement<double>(reading.Value, reading.Tags))];
        board.ReadAt = Elapsed;
        if (!board.IsShown)
        {
            board.IsShown = true;
            meter.CreateObservableGauge(name.Id, () => Told(board), name.Unit, name.What);
        }
    }

    public void Dispose() => meter.Dispose();

    private Measurement<double>[] Told(Board board) => Elapsed - board.ReadAt <= StaleAfter ? board.Readings : [];

    private sealed class Board
    {
        public Measurement<double>[] Readings { get; set; } = [];

        public TimeSpan ReadAt { get; set; }

        public bool IsShown { get; set; }
    }

    private sealed class Round(GaugeBoard board, TimeSpan begun) : IDisposable
    {
        public void Dispose()
        {
            var now = board.Elapsed;
            var rest = RestFactor * (now - begun);
            board.dueAfter = now + (rest < RestMost ? rest : RestMost);
        }
    }
}
