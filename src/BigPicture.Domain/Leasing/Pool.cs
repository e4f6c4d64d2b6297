using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// Seats of one kind under a book: <c>seats</c>, <c>feature/export</c>, <c>user/alice</c>. Taken never exceeds the ceiling, and the
/// ceiling exceeds the limit only while a lowered limit lies below what is taken; each freed seat lowers it.
/// </summary>
public sealed class Pool
{
    private Pool() { }

#if PLANTED_BUGS
    private static int freed;
#endif

    public TenantId Tenant { get; private set; }
    public EntitlementId Entitlement { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>Seats that may be granted, overdraft included.</summary>
    public long Limit { get; private set; }
    public long Taken { get; private set; }
    public long Ceiling { get; private set; }

    public bool IsFull => Taken >= Limit;

    public static Pool Open(TenantId tenant, EntitlementId entitlement, string name, long limit) =>
        Restore(tenant, entitlement, name, limit, 0, limit);

    /// <summary>A pool as its row says.</summary>
    public static Pool Restore(TenantId tenant, EntitlementId entitlement, string name, long limit, long taken, long ceiling) =>
        new()
        {
            Tenant = tenant,
            Entitlement = entitlement,
            Name = name,
            Limit = limit,
            Taken = taken,
            Ceiling = ceiling,
        };

    public void SetLimit(long limit)
    {
        Limit = limit;
        Settle();
    }

    public void Take()
    {
#if PLANTED_BUGS
        if (!PlantedBug.Is(PlantedBug.CountThenInsert))
#endif
            if (IsFull)
                throw new InvalidOperationException(
                    $"Pool {Name} of {Entitlement} is full at {Taken} of {Limit}: a seat would be given twice."
                );
        Taken++;
        Settle();
    }

    public void Free()
    {
#if PLANTED_BUGS
        if (Taken == 0 && (PlantedBug.Is(PlantedBug.CounterDrift) || PlantedBug.Is(PlantedBug.SharedSeatFreed)))
            return;
        if (Taken > 1 && PlantedBug.Is(PlantedBug.CounterDrift) && Interlocked.Increment(ref freed) % 8 == 0)
            Taken--;
#endif
        if (Taken == 0)
            throw new InvalidOperationException($"Pool {Name} of {Entitlement} has no seat to free.");
        Taken--;
        Settle();
    }

    private void Settle() => Ceiling = Math.Max(Limit, Taken);
}
