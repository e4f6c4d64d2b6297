using BigPicture.Application;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using BigPicture.Testing.Leasing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The real store on a real database, with the real handlers that change books.</summary>
internal abstract class StoredLedger : ILedgerUnderTest
{
    private ServiceProvider? services;

    public SteppedTime Time { get; } = new(LeaseSamples.Start.ToDateTimeOffset());

    public IServiceProvider Services => services ??= Start();

    public ILedgerStore Store => Services.GetRequiredService<ILedgerStore>();

    public Instant Now => Instant.From(Time.GetUtcNow());

    /// <summary>What the operator's own check of the ledger finds.</summary>
    public async Task<IReadOnlyList<LedgerContradiction>> Audit()
    {
        await using var scope = Services.CreateAsyncScope();
        return await new LedgerAudit(scope.ServiceProvider.GetRequiredService<LicensingDb>()).Find(10, CancellationToken.None);
    }

    /// <summary>Runs a statement behind the ledger's back.</summary>
    public async Task Execute(string sql)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LicensingDb>().Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>Puts rows in behind the ledger's back.</summary>
    public async Task Add(IEnumerable<object> rows)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public virtual void Advance(long seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public Task Open(OpenBook order) =>
        InTransaction(async mediator =>
        {
            await mediator.Send(order);
            return null;
        });

    public Task<Denial?> Change(ChangeBook order) => InTransaction(async mediator => (await mediator.Send(order)).Denial);

    public virtual async Task<LedgerRows> Read()
    {
        await using var scope = Services.CreateAsyncScope();
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
        await Stop();
        services = Start();
    }

    public virtual async ValueTask DisposeAsync() => await Stop();

    protected abstract IServiceCollection AddStorage(IServiceCollection services);

    private async Task Stop()
    {
        if (services is not null)
            await services.DisposeAsync();
    }

    private ServiceProvider Start() =>
        AddStorage(
                new ServiceCollection()
                    .AddLogging()
                    .AddSingleton<TimeProvider>(Time)
                    .AddUseCases()
                    // What an operator does is sealed with a key of the server.
                    .AddLeaseSigning(known => known ?? KeyStore.CreateInMemory(Time), "https://licenses.example.com")
            )
            .BuildServiceProvider();

    private async Task<Denial?> InTransaction(Func<IMediator, Task<Denial?>> send)
    {
        await using var scope = Services.CreateAsyncScope();
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
