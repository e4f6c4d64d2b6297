using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry;

/// <summary>Every fact becomes one event, in the order in which they were told.</summary>
internal sealed class AppendEvents(TimeProvider clock) : INotificationHandler<FactsRecorded>
{
    public Task Handle(FactsRecorded recorded, CancellationToken cancel)
    {
        var time = clock.GetUtcNow();
        using var json = new FactJson();
        foreach (var fact in recorded.Facts)
        {
            if (!fact.IsEvent)
                continue;
            recorded.Writes.Events.Add(
                new EventRow(new EventId(TypeId.New(time)), fact.Tenant, fact.Name, fact.Subject, fact.At, json.Write(fact).ToArray())
            );
        }
        return Task.CompletedTask;
    }
}
