using System.Text.Json;
using BigPicture.Proof.Histories;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Clients;

/// <summary>What one client does with leases, and what it remembers of them.</summary>
internal sealed class Customer(int client, Ground ground, Calls calls, Mix mix, Random random)
{
    /// <summary>So many that some of them ran out long ago.</summary>
    private const int OldMax = 400;
    private const int ForgottenMax = 8;

    private readonly List<Holding> held = [];
    private readonly List<Holding> old = [];
    private readonly List<Operation> forgotten = [];
    private int sessions;

    public async Task Activate()
    {
        if (held.Count >= mix.HeldMax)
        {
            await Release();
            return;
        }
        var pool = ground.Pools.Pick(random);
        var own = $"{client}-{++sessions}";
        var (type, subject, machine) = pool.Holder(random, own);
        var ask = Calls.About(OperationKind.Activate, pool) with
        {
            SubjectType = type,
            SubjectId = subject,
            MachineId = machine,
            SessionId = $"s{own}",
            Features = pool.Asked,
            IdempotencyKey = $"k{own}",
        };
        await Take(ask);
    }

    /// <summary>The same key once more: the same lease, while it lives.</summary>
    public Task Again() => AnyAsk() is { } ask ? Take(ask with { Takeover = false }) : Activate();

    /// <summary>A restarted process, which may not even know that it holds a lease.</summary>
    public Task TakeOver() => AnyAsk() is { } ask ? Take(ask with { Takeover = true }) : Activate();

    public async Task Renew()
    {
        if (AnyHolding() is not { } holding)
        {
            await Activate();
            return;
        }
        await Renew(holding);
    }

    public async Task Release()
    {
        if (AnyHolding() is not { } holding)
            return;
        held.Remove(holding);
        await Release(holding);
        Remember(holding);
    }

    public async Task Validate()
    {
        if ((random.Next(2) == 0 ? AnyHolding() : Old()) is { } holding)
            await Validate(holding);
    }

    public async Task ReadRevocations() =>
        await calls.Insist(
            Calls.About(OperationKind.ReadRevocations, ground.Pools.Pick(random)),
            HttpMethod.Get,
            $"/v1/license/revocations?tenant_id={Site.Tenant}",
            body: null,
            (made, answer) => made with { Epoch = ground.VerifyRevocations(answer.Text("token")) }
        );

    /// <summary>Shows a token that ran out, was given back, revoked or taken over.</summary>
    public Task UseOld() =>
        Old() is not { } holding
            ? Task.CompletedTask
            : random.Next(3) switch
            {
                0 => Release(holding),
                1 => Validate(holding),
                _ => Renew(holding),
            };

    /// <summary>The process dies, and its lease runs out.</summary>
    public Task Abandon()
    {
        if (held.Count > 0)
        {
            var holding = held[random.Next(held.Count)];
            held.Remove(holding);
            Remember(holding);
        }
        return Task.CompletedTask;
    }

    private async Task Take(Operation ask)
    {
        var body = JsonSerializer.Serialize(
            new Protocol.Wire.ActivateRequest
            {
                ProductId = PoolBook.Product,
                TenantId = Site.Tenant,
                EntitlementId = ask.Entitlement,
                SubjectType = ask.SubjectType!,
                SubjectId = ask.SubjectId!,
                MachineId = ask.MachineId,
                SessionId = ask.SessionId,
                Features = ask.Features,
                Takeover = ask.Takeover ? true : null,
            },
            Protocol.Wire.WireJsonContext.Default.ActivateRequest
        );
        var (made, answer) = await calls.Insist(ask, HttpMethod.Post, "/v1/license/lease", body, ReadToken);
        if (made.Outcome == Outcome.Unknown)
        {
            forgotten.Add(ask);
            if (forgotten.Count > ForgottenMax)
                forgotten.RemoveAt(random.Next(forgotten.Count));
        }
        if (made.Token is not null)
            Keep(new Holding(ask, answer.Text("token")!, made.Token));
    }

    private async Task Renew(Holding holding)
    {
        var (made, answer) = await calls.Insist(
            About(OperationKind.Renew, holding),
            HttpMethod.Post,
            "/v1/license/lease/renew",
            Own(holding),
            ReadToken
        );
        if (made.Token is not null)
            Keep(holding with { Token = answer.Text("token")!, Facts = made.Token });
        else if (made.Outcome == Outcome.No && held.Remove(holding))
            Remember(holding);
    }

    private async Task Release(Holding holding) =>
        await calls.Insist(
            About(OperationKind.Release, holding),
            HttpMethod.Post,
            "/v1/license/lease/release",
            Own(holding),
            (made, answer) => made with { LeaseStatus = answer.Text("status") }
        );

    private async Task Validate(Holding holding) =>
        await calls.Insist(
            About(OperationKind.Validate, holding),
            HttpMethod.Post,
            "/v1/license/lease/validate",
            Own(holding),
            (made, answer) => made with { Outcome = answer.Flag("active") ? Outcome.Yes : Outcome.No, Code = answer.Text("code") }
        );

    private Operation ReadToken(Operation made, Answer answer)
    {
        var token = answer.Text("token") is { } text ? ground.Verify(text, made.MachineId) : null;
        if (token is null || token.LeaseId != answer.Text("lease_id"))
            ground.Complain($"{made.Server} answered without a good token: {answer.Body}");
        return made with { Token = token, LeaseId = token?.LeaseId };
    }

    private static Operation About(OperationKind kind, Holding holding) =>
        holding.Ask with
        {
            Kind = kind,
            Features = null,
            Takeover = false,
            IdempotencyKey = null,
            LeaseId = holding.Facts.LeaseId,
            Presented = holding.Facts,
        };

    private static string Own(Holding holding) => $$"""{"token":"{{holding.Token}}"}""";

    private void Keep(Holding holding)
    {
        if (held.FindIndex(one => one.Facts.LeaseId == holding.Facts.LeaseId) is >= 0 and var at)
        {
            Remember(held[at]);
            held[at] = holding;
        }
        else
        {
            held.Add(holding);
        }
        ground.Share(holding, random);
    }

    private void Remember(Holding holding)
    {
        old.Add(holding);
        if (old.Count > OldMax)
            old.RemoveAt(random.Next(old.Count));
    }

    private Operation? AnyAsk() => forgotten.Count > 0 && random.Next(2) == 0 ? forgotten[random.Next(forgotten.Count)] : AnyHolding()?.Ask;

    private Holding? AnyHolding() => held.Count == 0 || random.Next(12) == 0 ? ground.Shared(random) : held[random.Next(held.Count)];

    private Holding? Old() => old.Count == 0 ? null : old[random.Next(old.Count)];
}
