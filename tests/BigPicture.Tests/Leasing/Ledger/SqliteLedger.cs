using BigPicture.Application;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Testing.Leasing;
using BigPicture.Tests.Fixture;
using BigPicture.Tests.Leasing.Keys;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The real store on a real file, with the real handlers that change books.</summary>
internal sealed class SqliteLedger : ILedgerUnderTest
{
    private readonly TemporaryFolder folder = new();
    private ServiceProvider services;

    private SqliteLedger() => services = Start();

    public SteppedTime Time { get; } = new(LeaseSamples.Start.ToDateTimeOffset());

    public string File => folder.In("ledger.db");

    public IServiceProvider Services => services;

    public ILedgerStore Store => services.GetRequiredService<ILedgerStore>();

    public Instant Now => Instant.From(Time.GetUtcNow());

    public static Task<SqliteLedger> Create()
    {
        var ledger = new SqliteLedger();
        SqliteTemplate.CopyTo(ledger.File);
        return Task.FromResult(ledger);
    }

    /// <summary>What the operator's own check of the ledger finds.</summary>
    public async Task<IReadOnlyList<LedgerContradiction>> Audit()
    {
        await using var scope = services.CreateAsyncScope();
        return await new LedgerAudit(scope.ServiceProvider.GetRequiredService<LicensingDb>()).Find(10, CancellationToken.None);
    }

    /// <summary>Runs a statement behind the ledger's back.</summary>
    public async Task Execute(string sql)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LicensingDb>().Database.ExecuteSqlRawAsync(sql);
    }

    public void Advance(long seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public Task Open(OpenBook order) =>
        InTransaction(async mediator =>
        {
            await mediator.Send(order);
            return null;
        });

    public Task<Denial?> Change(ChangeBook order) => InTransaction(async mediator => (await mediator.Send(order)).Denial);

    public async Task<LedgerRows> Read()
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        var books = await db.Set<Book>().AsNoTracking().ToListAsync();
        var pools = await db.Set<Pool>().AsNoTracking().ToListAsync();
        var seats = await db.Set<Seat>().AsNoTracking().ToListAsync();
        var leases = await db.Set<Lease>().AsNoTracking().ToListAsync();
        var claims = await db.Set<ClaimRow>().AsNoTracking().ToListAsync();
        var blocks = await db.Set<Block>().AsNoTracking().ToListAsync();
        var events = await db.Set<EventRow>().AsNoTracking().OrderBy(row => EF.Property<long>(row, "Position")).ToListAsync();
        return new LedgerRows
        {
            Books = LedgerRows.Empty.Books.AddRange(books.Select(b => KeyValuePair.Create(b.Entitlement, BookRow.Of(b)))),
            Pools = LedgerRows.Empty.Pools.AddRange(
                pools.Select(p => KeyValuePair.Create(new PoolKey(p.Entitlement, p.Name), PoolRow.Of(p)))
            ),
            Seats = LedgerRows.Empty.Seats.AddRange(
                seats.Select(s => KeyValuePair.Create(new SeatKey(s.Entitlement, s.Pool, s.Holder), SeatRow.Of(s)))
            ),
            Leases = LedgerRows.Empty.Leases.AddRange(leases.Select(l => KeyValuePair.Create(l.Id, l))),
            Claims = [.. claims.Select(c => new StandingClaim(c.Lease, c.Pool, c.Holder))],
            Blocks = LedgerRows.Empty.Blocks.AddRange(blocks.Select(b => KeyValuePair.Create((b.Entitlement, b.Subject), b))),
            Events = [.. events],
        };
    }

    public async Task Restart()
    {
        await services.DisposeAsync();
        services = Start();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }

    private ServiceProvider Start() =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddUseCases()
            .AddSqliteStorage(new SqliteOptions(File))
            .BuildServiceProvider();

    private async Task<Denial?> InTransaction(Func<IMediator, Task<Denial?>> send)
    {
        await using var scope = services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        await work.Begin(CancellationToken.None);
        try
        {
            var denial = await send(scope.ServiceProvider.GetRequiredService<IMediator>());
            if (denial is null)
                await work.Commit(new WriteSet(), CancellationToken.None);
            return denial;
        }
        finally
        {
            await work.Abandon();
        }
    }
}

/// <summary>Time of which the wall clock may be set, while the monotonic one goes on.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan step;

    public void Step(TimeSpan by) => step += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + step;

    // Made from the wall clock by the class above, so the steps are taken out again.
    public override long GetTimestamp() => base.GetTimestamp() - step.Ticks;
}
