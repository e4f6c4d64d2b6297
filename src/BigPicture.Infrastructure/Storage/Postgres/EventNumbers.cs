using Npgsql;
#if PLANTED_BUGS
using BigPicture.Domain.Shared;
#endif

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>
/// Gives events their place in the feed once they are committed. One numberer at a time, over all replicas, numbers what it sees in the order
/// in which it was written; what a later one finds comes after. So a position never moves, and none appears below one that was read: whatever
/// was written after something was committed is numbered after it.
/// </summary>
internal sealed class EventNumbers(PostgresSources sources)
{
    /// <summary>The sequence that positions are taken from.</summary>
    public const string Positions = "tel_position";

    /// <summary>The position of an event that has none yet; readers ask for greater ones.</summary>
    public const long Unnumbered = 0;

    /// <summary>What indexes by position hold; a query says so itself, or it does not find them.</summary>
    public const string IsNumbered = "position > 0";

    public const int StepMax = 5_000;

    // Any number that nobody else locks.
    private const long LockKey = 0x6269_6770_6963_7475;

    private const string Turn = "SELECT pg_advisory_xact_lock($1)";

    // A statement of its own, so that it sees all that the one before committed.
#if PLANTED_BUGS
    private static readonly string Number = PlantedBug.Is(PlantedBug.OpenTransactionSteppedOver)
        ? "UPDATE tel_event SET position = sequence WHERE position = 0 AND $1 > 0"
        : InOrder;
#else
    private const string Number = InOrder;
#endif

    private const string InOrder =
        "WITH written AS MATERIALIZED (SELECT tenant_id, event_id FROM tel_event WHERE position = 0 ORDER BY sequence LIMIT $1), "
        + $"numbered AS MATERIALIZED (SELECT tenant_id, event_id, nextval('{Positions}') AS position FROM written) "
        + "UPDATE tel_event e SET position = n.position FROM numbered n WHERE e.tenant_id = n.tenant_id AND e.event_id = n.event_id";

    private const string Last = $"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {Positions}";

    /// <summary>How many were numbered; at <see cref="StepMax"/> there may be more.</summary>
    public async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await sources.Owner.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("BEGIN"),
                new(Turn) { Parameters = { new NpgsqlParameter<long> { TypedValue = LockKey } } },
                new(Number) { Parameters = { new NpgsqlParameter<int> { TypedValue = StepMax } } },
                new("COMMIT"),
            },
        };
        // Whoever leaves meanwhile must not take positions along that nobody else would get.
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        return (int)batch.BatchCommands[2].RecordsAffected;
    }

    /// <summary>Numbers all that is committed now.</summary>
    /// <returns>The last position that was ever given.</returns>
    public async Task<long> Finish(CancellationToken cancel)
    {
        while (await Step(cancel) >= StepMax) { }
        await using var last = sources.Owner.CreateCommand(Last);
        return (long)(await last.ExecuteScalarAsync(cancel))!;
    }
}
