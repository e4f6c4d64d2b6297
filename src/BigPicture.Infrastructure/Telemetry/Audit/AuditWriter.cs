using System.Security.Cryptography;
using BigPicture.Application.Contracts;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Telemetry.Audit;

/// <summary>
/// Adds acts to their chains, last of all that their transaction does: heads are locked behind everything else and in one order, so nobody who
/// holds one waits for anything but other heads.
/// </summary>
/// <param name="seal">Asked for with the first act: a database can be looked into without keys.</param>
internal sealed class AuditWriter(Lazy<IAuditSeal> seal)
{
    public async Task Append(IChainRows rows, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        foreach (var chain in entries.GroupBy(entry => entry.Tenant).OrderBy(chain => chain.Key))
        {
            var head = await rows.Lock(chain.Key, cancel);
            foreach (var entry in chain)
                head = await Append(rows, head, entry, cancel);
            await rows.Put(Sealed(head), cancel);
        }
    }

    public AuditHead Sealed(AuditHead head)
    {
        var sealedBy = seal.Value.Seal(AuditHash.Sealed(head));
        return head with { SealKeyId = sealedBy.KeyId, Seal = sealedBy.Signature };
    }

    private static async Task<AuditHead> Append(IChainRows rows, AuditHead head, AuditEntry entry, CancellationToken cancel)
    {
        var number = head.Number + 1;
        var person = entry.Person is null
            ? null
            : new AuditPerson(entry.Tenant, number, RandomNumberGenerator.GetBytes(AuditHash.SaltLength), entry.Person);
        var row = new AuditRow
        {
            Tenant = entry.Tenant,
            Number = number,
            // Two servers' acts may meet in another order than their clocks say.
            At = Instant.Max(entry.At, head.LastAt),
            Act = entry.Act,
            Subject = entry.Subject,
            TokenId = entry.Actor.Token?.ToString(),
            Address = entry.Actor.Address,
            RequestId = entry.Actor.RequestId,
            Before = entry.Before,
            After = entry.After,
            PersonHash = person is null ? null : AuditHash.OfPersonal(person.Salt, person.Data),
        };
        row = row with { Hash = AuditHash.Of(head.Hash, row) };
        await rows.Insert(row, person, cancel);
        return head with { Number = number, Hash = row.Hash, LastAt = row.At };
    }
}
