using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Gauges;

/// <summary>A loop's tick: reads every gauge, so that whoever asks for metrics waits for no query.</summary>
public sealed record ReadGauges : IQuery<int>;

internal sealed class ReadGaugesHandler(IEnumerable<IGauge> gauges, GaugeBoard board) : IRequestHandler<ReadGauges, Outcome<int>>
{
    /// <returns>How many were read: none while it is not time yet.</returns>
    public async Task<Outcome<int>> Handle(ReadGauges request, CancellationToken cancel)
    {
        if (!board.IsDue)
            return 0;
        using var round = board.Begin();
        var count = 0;
        foreach (var gauge in gauges)
        {
            var readings = await gauge.Read(cancel);
            foreach (var name in gauge.Names)
                board.Note(name, [.. readings.Where(reading => reading.Name == name)]);
            count++;
        }
        return count;
    }
}
