using BigPicture.Application.Contracts;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Entitlements;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class EntitlementCacheTests : IAsyncDisposable
{
    private readonly Reads reads = new();
    private readonly BookDouble books = new();
    private readonly TestServer server;

    public EntitlementCacheTests() =>
        server = new TestServer(services =>
        {
            books.Register(services);
            services.AddSingleton<IEntitlementSnapshots>(provider =>
                reads.Of(new EntitlementSnapshots(provider.GetRequiredService<IServiceScopeFactory>()))
            );
        });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_snapshot_is_read_once_and_answered_from_memory()
    {
        var id = await Prepare();

        var first = await server.Send(Of(fresh: false));
        var second = await server.Send(Of(fresh: false));
        var alone = await server.Send(new FindEntitlement(Catalogue.Acme, id, Fresh: false));
        await server.Send(new FindEntitlement(Catalogue.Acme, id, Fresh: false));

        Assert.Same(first, second);
        Assert.Equal((id, 1L), (first[0].Id, first[0].Version));
        Assert.Equal((id, Catalogue.Acme, Catalogue.CadPro), (alone!.Id, alone.Tenant, alone.Product));
        Assert.Equal(2, reads.Count);
    }

    [Fact]
    public async Task A_committed_change_is_seen_by_the_next_question()
    {
        var id = await Prepare();
        await server.Send(Of(fresh: false));
        await server.Send(new FindEntitlement(Catalogue.Acme, id, Fresh: false));

        await server.Do(new SuspendEntitlement(id, "unpaid"));

        Assert.False((await server.Send(Of(fresh: false)))[0].IsActiveAt(server.Now));
        Assert.Equal(2, (await server.Send(new FindEntitlement(Catalogue.Acme, id, Fresh: false)))!.Version);
    }

    [Fact]
    public async Task A_question_while_a_change_is_in_hand_leaves_nothing_old_behind()
    {
        var id = await Prepare();
        books.WhileChanging = async () => Assert.True((await server.Send(Of(fresh: false)))[0].IsActiveAt(server.Now));

        await server.Do(new SuspendEntitlement(id, "unpaid"));

        Assert.Single(books.Changed);
        Assert.False((await server.Send(Of(fresh: false)))[0].IsActiveAt(server.Now));
    }

    [Fact]
    public async Task A_new_entitlement_is_seen_by_the_next_question()
    {
        await Prepare();
        await server.Send(Of(fresh: false));

        await server.AddEntitlement();

        Assert.Equal(2, (await server.Send(Of(fresh: false))).Count);
    }

    [Fact]
    public async Task Fresh_asks_the_database_and_keeps_what_it_says()
    {
        await Prepare();
        var old = await server.Send(Of(fresh: false));

        var fresh = await server.Send(Of(fresh: true));

        Assert.NotSame(old, fresh);
        Assert.Same(fresh, await server.Send(Of(fresh: false)));
        Assert.Equal(2, reads.Count);
    }

    [Fact]
    public async Task A_read_from_before_a_change_is_not_kept_after_it()
    {
        var id = await Prepare();
        reads.Hold(); // The read has happened, but its answer is still on its way.
        var slow = server.Send(Of(fresh: false));
        await reads.Happened;

        await server.Do(new SuspendEntitlement(id, "unpaid"));
        reads.Release();

        Assert.True((await slow)[0].IsActiveAt(server.Now)); // The old state: the ledger's versions catch it.
        Assert.False((await server.Send(Of(fresh: false)))[0].IsActiveAt(server.Now));
    }

    [Fact]
    public async Task Another_tenant_has_none_of_it()
    {
        var id = await Prepare();

        Assert.Empty(await server.Send(new FindEntitlements(new TenantId("rival"), Catalogue.CadPro, Fresh: false)));
        Assert.Empty(await server.Send(new FindEntitlements(Catalogue.Acme, new ProductId("office"), Fresh: false)));
        Assert.Null(await server.Send(new FindEntitlement(new TenantId("rival"), id, Fresh: false)));
    }

    [Fact]
    public async Task A_snapshot_evaluates_as_its_entitlement_does()
    {
        await Prepare();
        var view = (await server.Send(Of(fresh: false)))[0];
        var ask = new LeaseAsk(
            new LeaseRequest
            {
                SubjectKind = SubjectKind.User,
                SubjectId = "alice",
                LeaseKey = "k",
            }
        );

        var grant = view.Evaluate(ask, server.Now, blockedUntil: null).Value;

        Assert.Equal(["export"], grant.Features);
        Assert.Equal(["seats"], grant.Claims.Select(claim => claim.Pool));
        Assert.Empty(view.EvaluateRenewal(ask, server.Now).Value.Claims);
        Assert.Equal(DenialCode.SubjectBlocked, view.Evaluate(ask, server.Now, blockedUntil: server.Now + 1).Denial?.Code);
        Assert.Null(view.EffectiveEnd(server.Now));
    }

    private static FindEntitlements Of(bool fresh) => new(Catalogue.Acme, Catalogue.CadPro, fresh);

    private async Task<EntitlementId> Prepare()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        return (await server.AddEntitlement()).Id;
    }

    /// <summary>Counts the reads of the real store, and can keep an answer back.</summary>
    private sealed class Reads
    {
        private TaskCompletionSource? held;
        private readonly TaskCompletionSource happened = new();

        public int Count { get; private set; }

        public Task Happened => happened.Task;

        public void Hold() => held = new TaskCompletionSource();

        public void Release()
        {
            var waiting = held!;
            held = null;
            waiting.SetResult();
        }

        public IEntitlementSnapshots Of(IEntitlementSnapshots real) => new Counted(real, this);

        private async Task<T> Through<T>(Task<T> read)
        {
            Count++;
            var answer = await read;
            if (held is not { } waiting)
                return answer;
            happened.TrySetResult();
            await waiting.Task;
            return answer;
        }

        private sealed class Counted(IEntitlementSnapshots real, Reads reads) : IEntitlementSnapshots
        {
            public Task<IReadOnlyList<Entitlement>> Of(TenantId tenant, ProductId product) => reads.Through(real.Of(tenant, product));

            public Task<Entitlement?> Find(TenantId tenant, EntitlementId id) => reads.Through(real.Find(tenant, id));
        }
    }
}
