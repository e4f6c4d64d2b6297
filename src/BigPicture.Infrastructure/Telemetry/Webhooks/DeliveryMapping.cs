using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using BigPicture.Domain.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("tel_delivery");
        delivery.HasKey(d => new
        {
            d.Owner,
            d.Webhook,
            d.Event,
        });
        delivery.Property(d => d.Owner).HasColumnName("tenant_id");
        delivery.Property(d => d.Webhook).HasColumnName("webhook_id");
        delivery.Property(d => d.Event).HasColumnName("event_id");
        delivery.Property(d => d.Log).HasColumnName("log_json").HasConversion<LogConverter, LogComparer>();
        delivery.Ignore(d => d.IsTest);
        // Only those that wait, which are few, are looked for by time.
        delivery
            .HasIndex(d => new
            {
                d.Owner,
                d.Webhook,
                d.NextAt,
            })
            .HasFilter("next_at IS NOT NULL");
        delivery.HasIndex(d => d.CreatedAt);
    }

    internal sealed class LogConverter()
        : ValueConverter<ImmutableArray<DeliveryTry>, string>(log => TryList.ToJson(log), text => TryList.FromJson(text));

    internal sealed class LogComparer()
        : ValueComparer<ImmutableArray<DeliveryTry>>((a, b) => a.Equals(b), log => TryList.Count(log), log => log);
}

/// <summary>Tries as a JSON array.</summary>
internal static class TryList
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Count(ImmutableArray<DeliveryTry> log) => log.IsDefault ? 0 : log.Length;

    // A compiled model asks what stands for "not set": no try.
    public static string ToJson(ImmutableArray<DeliveryTry> log) =>
        JsonSerializer.Serialize(log.IsDefault ? [] : log.Select(Kept.Of), Options);

    public static ImmutableArray<DeliveryTry> FromJson(string text) =>
        [.. JsonSerializer.Deserialize<Kept[]>(text, Options)!.Select(kept => kept.ToTry())];

    private sealed record Kept(long At, int Ms, int? Status, string? Error, string? Answer)
    {
        public static Kept Of(DeliveryTry made) => new(made.At.UnixSeconds, made.Milliseconds, made.Status, made.Error, made.Answer);

        public DeliveryTry ToTry() => new(new Domain.Shared.Instant(At), Ms, Status, Error, Answer);
    }
}
