using System.Text.Json;
using BigPicture.Proof.Histories;
using BigPicture.Protocol.Wire;

namespace BigPicture.Proof.Clients;

/// <summary>Reads the feed of events from its start on, page by page, and writes down what it gets.</summary>
internal sealed class FeedReader(string name, Ground ground, HistoryWriter history, Random random) : IDisposable
{
    private const int PageMax = 200;

    private readonly Line line = new(ground.Site.AdminToken);
    private long after;

    /// <summary>Follows it until told to stop, at whatever server answers.</summary>
    public async Task Follow(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            if (await Next() is not PageMax)
                await Task.Delay(50, CancellationToken.None);
    }

    /// <summary>Reads on to its end, which must come to rest: events are given their positions a little later than they are stored.</summary>
    public async Task ToEnd()
    {
        for (var quiet = 0; quiet < 5; )
        {
            if (await Next() is > 0)
            {
                quiet = 0;
                continue;
            }
            quiet++;
            await Task.Delay(200);
        }
    }

    public void Dispose() => line.Dispose();

    /// <returns>How many events came; null when nobody answered.</returns>
    private async Task<int?> Next()
    {
        var server = ground.Site.Replicas[random.Next(ground.Site.Replicas.Count)];
        var answer = await line.Ask(HttpMethod.Get, server.Url, $"/v1/events?after={after}&limit={PageMax}", body: null);
        if (answer.Status != 200)
            return null;
        var page = answer.Body.Deserialize(WireJsonContext.Default.EventPage)!;
        foreach (var read in page.Events)
            history.Write(ToFeedEvent(read));
        after = page.NextAfter;
        return page.Events.Count;
    }

    private FeedEvent ToFeedEvent(CloudEvent read)
    {
        var data = read.Data ?? default;
        return new FeedEvent
        {
            Reader = name,
            Position = read.Position ?? 0,
            Id = read.Id,
            Name = read.Type[EventNames.TypePrefix.Length..],
            TimeUnix = read.Time.ToUnixTimeSeconds(),
            Entitlement = Member(data, "entitlement_id")?.GetString(),
            LeaseId = Member(data, "lease_id")?.GetString(),
            SubjectType = Member(data, "subject_type")?.GetString(),
            SubjectId = Member(data, "subject_id")?.GetString(),
            MachineId = Member(data, "machine_id")?.GetString(),
            SessionId = Member(data, "session_id")?.GetString(),
            Generation = Member(data, "generation")?.GetInt32(),
            IssuedAt = Seconds(data, "issued_at"),
            EndsAt = Seconds(data, "grace_until") ?? Seconds(data, "expires_at"),
        };
    }

    private static long? Seconds(JsonElement data, string name) => Member(data, name)?.GetDateTimeOffset().ToUnixTimeSeconds();

    private static JsonElement? Member(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
