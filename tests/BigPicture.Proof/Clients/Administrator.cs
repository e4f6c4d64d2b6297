using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Clients;

/// <summary>What one client does to the entitlements and leases of all.</summary>
internal sealed class Administrator(Ground ground, Calls calls, Random random)
{
    private readonly Queue<(Terms Pool, long DueNs)> suspended = new();

    public async Task RevokeLease()
    {
        if (ground.Shared(random) is not { } holding)
            return;
        var what = holding.Ask with
        {
            Kind = OperationKind.RevokeLease,
            Features = null,
            Takeover = false,
            IdempotencyKey = null,
            LeaseId = holding.Facts.LeaseId,
        };
        await calls.Insist(
            what,
            HttpMethod.Post,
            $"/v1/leases/{holding.Facts.LeaseId}/revoke",
            """{"reason":"proof"}""",
            (made, answer) => made with { LeaseStatus = answer.Text("status") }
        );
    }

    public async Task ChangeLimit()
    {
        var pool = ground.Pools.Pick(random);
        var seats = random.Next(1, pool.Seats * 2 + 1);
        var what = Calls.About(OperationKind.ChangeLimit, pool) with { Limits = pool.Limits(seats) };
        await calls.Insist(what, HttpMethod.Put, $"/v1/entitlements/{pool.Entitlement}", $$"""{"policy_json":{{pool.Policy(seats)}} }""");
    }

    /// <summary>For a second or so.</summary>
    public async Task Suspend()
    {
        var pool = ground.Pools.Pick(random);
        await End(pool, OperationKind.Suspend, "suspend", endsLeases: random.Next(3) == 0);
        suspended.Enqueue((pool, ground.Clock.Ns + random.Next(50, 1_500) * 1_000_000L));
    }

    /// <summary>For good, where a fresh one takes its place.</summary>
    public async Task RevokeEntitlement()
    {
        var pool = ground.Pools.Pick(random);
        if (ground.Pools.TryReplace(pool))
            await End(pool, OperationKind.RevokeEntitlement, "revoke", endsLeases: random.Next(2) == 0);
    }

    /// <summary>Lifts suspensions that have lasted long enough.</summary>
    public async Task Reinstate()
    {
        while (suspended.TryPeek(out var next) && next.DueNs <= ground.Clock.Ns)
        {
            suspended.Dequeue();
            var what = Calls.About(OperationKind.Reinstate, next.Pool);
            await calls.Insist(what, HttpMethod.Post, $"/v1/entitlements/{next.Pool.Entitlement}/reinstate", "{}");
        }
    }

    private async Task End(Terms pool, OperationKind kind, string verb, bool endsLeases) =>
        await calls.Insist(
            Calls.About(kind, pool) with
            {
                EndsLeases = endsLeases,
            },
            HttpMethod.Post,
            $"/v1/entitlements/{pool.Entitlement}/{verb}",
            $$"""{"reason":"proof","revoke_active_leases":{{(endsLeases ? "true" : "false")}}}"""
        );
}
