using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Infrastructure.Leasing.Revoking;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Leasing.Revoking;

public sealed class SqliteEpochTests() : EpochTests(TestDatabase.Sqlite);

public sealed class PostgresEpochTests() : EpochTests(TestDatabase.Postgres);

/// <summary>An epoch is never told twice for two states, whatever becomes of the database.</summary>
public abstract class EpochTests(TestDatabase database) : RevokingTest(database)
{
    [Fact]
    public async Task A_start_raises_the_epochs_of_all_tenants()
    {
        var (acme, globex) = (await List("acme"), await List("globex"));
        await Server.Do(new RaiseEpochs());
        Assert.True((await List("acme")).Epoch > acme.Epoch);
        Assert.True((await List("globex")).Epoch > globex.Epoch);
    }

    [Fact]
    public async Task Two_starts_in_one_second_raise_it_twice()
    {
        await Server.Do(new RaiseEpochs());
        var first = await List();
        await Server.Do(new RaiseEpochs());
        Assert.True((await List()).Epoch > first.Epoch);
    }

    [Fact]
    public async Task A_database_that_was_put_back_goes_on_past_all_that_was_told()
    {
        await Server.AddEntitlement();
        await Server.Do(new RaiseEpochs());
        await RevokeSomeLease("alice");
        var kept = await Rows();
        for (var i = 0; i < 5; i++)
            await RevokeSomeLease($"user-{i}");
        var told = await List();

        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await PutBack(kept);
        await Server.Do(new RaiseEpochs());
        Assert.True((await List()).Epoch > told.Epoch);
    }

    [Fact]
    public async Task A_database_that_was_put_back_under_a_running_server_is_noticed()
    {
        await Server.AddEntitlement();
        await Server.Do(new RaiseEpochs());
        var kept = await Rows();
        await RevokeSomeLease("alice");
        var told = await List();

        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await PutBack(kept);
        Assert.True((await List()).Epoch > told.Epoch);
    }

    private async Task RevokeSomeLease(string user)
    {
        var lease = await Lease(user);
        await Server.Do(new RevokeLease(lease.Lease.Id, "lost"));
    }

    private Task<List<EpochRow>> Rows() =>
        Server.Read(db => db.Set<EpochRow>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    private Task<int> PutBack(List<EpochRow> rows) =>
        Server.Read(async db =>
        {
            await db.Set<EpochRow>().ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            db.AddRange(rows);
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
}
