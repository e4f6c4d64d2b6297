using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>Follows one chain from its beginning to its head. After a fault it goes on from what is stored, so that one change is one fault.</summary>
internal sealed class ChainCheck(TenantId tenant, AuditHead? head)
{
    private readonly List<AuditFault> faults = [];
    private long number = head?.PurgedNumber ?? 0;
    private byte[]? hash = head?.PurgedHash ?? AuditHead.NoHash;

    public IReadOnlyList<AuditFault> Faults => faults;

    /// <summary>Tenants whose chains this one tells to have begun.</summary>
    public List<TenantId> Opened { get; } = [];

    public long Erased { get; private set; }

    public void Follow(AuditRecord record, IReadOnlyList<KnownHead> known)
    {
        var row = record.Row;
        if (row.Number <= number)
            Fault(row.Number, "it stands before the chain's beginning");
        else if (row.Number > number + 1)
        {
            Fault(number + 1, row.Number == number + 2 ? "it is gone" : $"it is gone, and all up to {row.Number - 1}");
            hash = null; // What it builds on is not there.
        }
        if (hash is not null && !AuditHash.Of(hash, row).AsSpan().SequenceEqual(row.Hash))
            Fault(row.Number, "it is not what was written, or does not follow the one before");
        foreach (var told in known)
            if (told.Tenant == tenant && told.Number == row.Number && !told.Hash.AsSpan().SequenceEqual(row.Hash))
                Fault(row.Number, "it is another one than was known");
        CheckPerson(record);
        if (tenant == TenantId.Vendor && row.Act == AppendAudit.OpensChain)
            Opened.Add(new TenantId(row.Subject));
        (number, hash) = (row.Number, row.Hash);
    }

    public void Finish(IAuditSeal seal, IReadOnlyList<KnownHead> known)
    {
        foreach (var told in known)
            if (told.Tenant == tenant && told.Number > number)
                Fault(told.Number, "it is gone, though it was known");
        if (head is null)
        {
            Fault(null, "its head is gone");
            return;
        }
        switch (seal.IsGood(new SealedBy(head.SealKeyId, head.Seal), AuditHash.Sealed(head)))
        {
            case null:
                Fault(null, $"its head is sealed by {head.SealKeyId}, a key that is not known here");
                break;
            case false:
                Fault(null, "its head was changed: the seal does not fit");
                break;
        }
        if (number < head.Number)
            Fault(
                number + 1,
                number + 1 == head.Number ? "it is gone from the end" : $"it is gone from the end, and all up to {head.Number}"
            );
        else if (number > head.Number)
            Fault(head.Number + 1, "it stands behind the chain's head");
        else if (hash is not null && !hash.AsSpan().SequenceEqual(head.Hash))
            Fault(number, "the head has another hash for it");
    }

    private void CheckPerson(AuditRecord record)
    {
        var (row, person) = (record.Row, record.Person);
        if (row.PersonHash is null && person is not null)
            Fault(row.Number, "what names a person was added to it");
        else if (row.PersonHash is not null && person is null)
            Erased++;
        else if (person is not null && !AuditHash.OfPersonal(person.Salt, person.Data).AsSpan().SequenceEqual(row.PersonHash))
            Fault(row.Number, "what names a person in it was changed");
    }

    private void Fault(long? link, string what) => faults.Add(new AuditFault(tenant, link, what));
}
