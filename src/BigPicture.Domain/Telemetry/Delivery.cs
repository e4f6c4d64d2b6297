using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Telemetry;

public enum DeliveryState
{
    Waiting,
    Delivered,

    /// <summary>Given up after the last try.</summary>
    Failed,
}

/// <summary>One event for one webhook, and what came of each try. Its id, which the receiver sees, is the event's on every try.</summary>
public sealed class Delivery
{
    /// <summary>Tries that are remembered; what is older is forgotten.</summary>
    public const int TriesKept = 20;

    private Delivery() { }

    public TenantId Owner { get; private set; }

    public WebhookId Webhook { get; private set; }

    public EventId Event { get; private set; }

    /// <summary>Where the event stands in the feed; 0: it is a test, and no event.</summary>
    public long Position { get; private set; }

    public string Name { get; private set; } = "";

    public DeliveryState State { get; private set; }

    /// <summary>Since the last time that somebody asked for it.</summary>
    public int Tries { get; private set; }

    public Instant CreatedAt { get; private set; }

    /// <summary>When the first of <see cref="Tries"/> was; null: none was yet.</summary>
    public Instant? FirstTryAt { get; private set; }

    /// <summary>When it is due; null: it is over.</summary>
    public Instant? NextAt { get; private set; }

    /// <summary>The last ones, oldest first.</summary>
    public ImmutableArray<DeliveryTry> Log { get; private set; } = [];

    public bool IsTest => Position == 0;

    public static Delivery Of(Webhook webhook, EventId told, string name, long position, Instant now) =>
        new()
        {
            Owner = webhook.Owner,
            Webhook = webhook.Id,
            Event = told,
            Name = name,
            Position = position,
            CreatedAt = now,
            NextAt = now,
        };

    /// <summary>Once more from the beginning, whatever came of it.</summary>
    public void Repeat(Instant now) => (State, Tries, FirstTryAt, NextAt) = (DeliveryState.Waiting, 0, null, now);

    public void Note(DeliveryTry made)
    {
        Tries++;
        FirstTryAt ??= made.At;
        Log = [.. Log.TakeLast(TriesKept - 1), made];
        var next = made.IsSuccess || made.IsGone || IsTest ? null : RetryPlan.Next(Event, Tries, made.At, made.RetryAfterSeconds);
        NextAt = next;
        State =
            made.IsSuccess ? DeliveryState.Delivered
            : next is null ? DeliveryState.Failed
            : DeliveryState.Waiting;
    }
}

/// <param name="Status">Of the answer; null: there was none.</param>
/// <param name="Error">Why there was none, or why it does not count.</param>
/// <param name="Answer">How its body begins.</param>
public sealed record DeliveryTry(Instant At, int Milliseconds, int? Status, string? Error, string? Answer)
{
    /// <summary>As the answer asked for; not remembered.</summary>
    public int? RetryAfterSeconds { get; init; }

    public bool IsSuccess => Status is >= 200 and <= 299 && Error is null;

    public bool IsGone => Status == 410;
}
