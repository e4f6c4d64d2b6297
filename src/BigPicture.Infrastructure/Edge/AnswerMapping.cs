using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BigPicture.Infrastructure.Edge;

internal sealed class AnswerMapping : IEntityTypeConfiguration<AnswerRow>
{
    public void Configure(EntityTypeBuilder<AnswerRow> answer)
    {
        answer.ToTable("edge_idempotency");
        answer.HasKey(a => new
        {
            a.Owner,
            a.Caller,
            a.Key,
        });
        answer.Property(a => a.Owner).HasColumnName("tenant_id");
        answer.Property(a => a.Caller).HasColumnName("token_id");
        answer.Property(a => a.Key).HasColumnName("idempotency_key");
        answer.Property(a => a.Json).HasColumnName("answer_json");
        answer.HasIndex(a => a.CreatedAt);
    }
}

/// <summary>An answer to a creation, as stored.</summary>
internal sealed record AnswerRow(TenantId Owner, ApiTokenId Caller, string Key, byte[] RequestHash, string Json, Instant CreatedAt);
