using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Edge;
using BigPicture.Infrastructure.Entitlements;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>Each read finds its rows by a key or an index, so that it costs the same among a million others.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private static readonly Instant Now = new(1_768_471_200);
    private static readonly TenantId Acme = new("acme");
    private static readonly ProductId CadPro = new("cad-pro");
    private static readonly EntitlementId Entitlement = new(new Guid("019bc0f4-0000-7000-8000-000000000001"));
    private static readonly ApiTokenId Token = new(new Guid("019bc0f4-0000-7000-8000-000000000002"));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-");
    private readonly Planner planner = new();
    private readonly SqliteDb db;

    public QueryPlanTests()
    {
        var file = Path.Combine(folder.FullName, "plan.db");
        SqliteTemplate.CopyTo(file);
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        db = new SqliteDb(SqliteStorage.Options(new DbContextOptionsBuilder<SqliteDb>(), connection).AddInterceptors(planner).Options);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        db.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Entitlements_are_found_by_key_and_index()
    {
        var store = new EntitlementStore(db);

        await store.Find(Acme, Entitlement, Cancel);
        Assert.Equal("SEARCH e USING PRIMARY KEY (tenant_id=? AND entitlement_id=?)", planner.Last);
        await store.Find(null, Entitlement, Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_ent_entitlement_entitlement_id (entitlement_id=?)", planner.Last);
    }

    /// <summary>Of two lower bounds of a key SQLite takes the first, and reads from there: a second one would cost the whole feed.</summary>
    [Fact]
    public void Events_are_asked_for_by_one_lower_bound() =>
        Assert.DoesNotContain("WHERE", EventMapping.Numbered(db).ToQueryString(), StringComparison.Ordinal);

    [Fact]
    public async Task Pages_of_entitlements_go_along_an_index_without_sorting()
    {
        var store = new EntitlementStore(db);
        HashSet<ProductId> one = [CadPro];

        await store.List(new EntitlementFilter(Now), Entitlement, 51, Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_ent_entitlement_entitlement_id (entitlement_id>?)", planner.Last);
        await store.List(new EntitlementFilter(Now) { Tenant = Acme, Status = EntitlementStatus.Active }, Entitlement, 51, Cancel);
        Assert.Equal("SEARCH e USING PRIMARY KEY (tenant_id=? AND entitlement_id>?)", planner.Last);
        await store.List(new EntitlementFilter(Now) { Products = one }, Entitlement, 51, Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_ent_entitlement_product_id_entitlement_id (product_id=? AND entitlement_id>?)", planner.Last);
    }

    [Fact]
    public async Task Loops_look_only_at_what_is_still_to_be_done()
    {
        var store = new EntitlementStore(db);

        await store.DueForRenewal(Now, 100, Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_ent_entitlement_renewing (ends_at<?)", planner.Last);
        await store.Untold(Now, 100, Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_ent_entitlement_untold (ends_at<?)", planner.Last);
    }

    [Fact]
    public async Task Tokens_and_answers_are_found_by_key_and_index()
    {
        await db.Set<ApiToken>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == new ApiTokenHash(1, 2), Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_edge_api_token_secret_hash (secret_hash=?)", planner.Last);
        await new ApiTokenStore(db).List(null, Token, 51, Cancel);
        Assert.Equal("SEARCH e USING INDEX ix_edge_api_token_token_id (token_id>?)", planner.Last);
        await new AnswerStore(db).Find(new AnswerKey(Acme, Token, "k"), Now, Cancel);
        Assert.Equal("SEARCH e USING PRIMARY KEY (tenant_id=? AND token_id=? AND idempotency_key=?)", planner.Last);
    }

    [Fact]
    public async Task Events_are_read_from_a_position_on()
    {
        var reader = new SqliteEventReader(db);

        await reader.Read(new EventFilter(null, ["tenant.created"]), 5, 50, Cancel);
        Assert.Equal("SEARCH t USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", planner.Last);
        await reader.Read(new EventFilter(Acme, []), 5, 50, Cancel);
        Assert.Equal("SEARCH t USING INDEX ix_tel_event_tenant_id_position (tenant_id=? AND position>? AND position<?)", planner.Last);
    }
}
