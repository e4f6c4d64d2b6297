using System.Globalization;
using System.Net;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Host.Commands;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Faults;
using BigPicture.Testing.Databases;
using Microsoft.Data.Sqlite;

namespace BigPicture.IntegrationTests.Scale;

/// <summary>
/// The program itself on a database with very many leases. Tells figures and judges none of them: what is asserted is what happened.
/// The figures of docs/operations-local.md are those of the long run.
/// </summary>
public sealed class ScaleTests
{
    private static readonly int Expired = Machine.Rounds(20_000, 1_000_000);
    private static readonly int Year = Machine.Rounds(20_000, 500_000);
    private static readonly int Live = Machine.Rounds(5_000, 100_000);
    private static readonly int Taken = Machine.Rounds(10_000, 1_000_000);
    private static readonly TimeSpan Drive = TimeSpan.FromSeconds(Machine.Rounds(1, 5));

    private const long Day = 86_400;
    private const string Status = "/v1/license/status?tenant_id=acme&product_id=cad-pro&subject_type=user&subject_id=nobody";

    /// <summary>What a server keeps free for what is written next, in a small file.</summary>
    private const long FreePagesMost = 1_024;
    private const long PageBytes = 4_096;
    private const long GrownMeanwhileBytes = 2_000_000;

    private static readonly Launch KeptForADay = new()
    {
        Environment = new Dictionary<string, string>
        {
            ["BIGPICTURE_RETENTION__LEASE_DAYS"] = "1",
            ["BIGPICTURE_RETENTION__EVENT_DAYS"] = "1",
        },
    };

    private static readonly TenantId Acme = new("acme");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Expired_leases_in_a_full_pool_delay_neither_the_start_nor_the_first_grant_and_the_loop_ends_them()
    {
        using var data = await ServerData.Found();
        var pool = await Entitle(data, Expired);
        await Fill(
            data,
            new LeaseFill(Acme, pool, Expired)
            {
                IssuedAt = Now - 7_200,
                Seconds = 3_600,
                Limit = Expired,
            }
        );

        ServerProcess? started = null;
        var start = await LeaseDriver.Milliseconds(async () => started = await ServerProcess.Serve(data));
        await using (var server = started!)
        {
            var other = new LeaseDriver(server.Client, await Things.Entitlement(server.Client, "acme", "cad-pro", Policy(100)));
            var grant = await LeaseDriver.Milliseconds(async () =>
                (await new LeaseDriver(server.Client, $"{pool}").Take("first")).Must(HttpStatusCode.Created)
            );
            Machine.Tell($"{Expired} expired leases: ready after {start:0} ms, first grant in their pool {grant:0} ms");
            var (reaped, slowest) = await SlowestWhile(
                other,
                async () => await Count(data, "SELECT EXISTS (SELECT 1 FROM lease_seat WHERE free_at < unixepoch())") > 0
            );
            Machine.Tell($"the loop ended them in {reaped:0.0} s; the slowest grant in another pool meanwhile took {slowest:0} ms");
        }
        Assert.Equal(1, await Count(data, $"SELECT taken FROM lease_pool WHERE entitlement_id = {Hex(pool)}"));
        Assert.Equal(Expired, await Count(data, "SELECT count(*) FROM tel_event WHERE name = 'license.expired'"));
        await data.Audit();
    }

    [Fact]
    public async Task A_revocation_of_very_many_leases_is_in_force_at_once_and_written_down_while_others_go_on()
    {
        using var data = await ServerData.Found();
        var many = await Entitle(data, Live + 1);
        await Fill(
            data,
            new LeaseFill(Acme, many, Live)
            {
                IssuedAt = Now - 60,
                Seconds = 7_200,
                Limit = Live + 1,
            }
        );
        await using (var server = await ServerProcess.Serve(data))
        {
            var other = new LeaseDriver(server.Client, await Things.Entitlement(server.Client, "acme", "cad-pro", Policy(100)));
            var token = (await new LeaseDriver(server.Client, $"{many}").Take("mine")).Must(HttpStatusCode.Created)["token"];
            Machine.Tell($"{Live} live leases: {server.ResidentMegabytes} MB of memory");

            var revoke = await LeaseDriver.Milliseconds(async () =>
                (await server.Client.Post($"/v1/entitlements/{many}/revoke", """{"reason":"fraud"}""")).Must(HttpStatusCode.OK)
            );
            (await server.Client.Post("/v1/license/lease/renew", $$"""{"token":"{{token}}"}""")).MustRefuse(
                HttpStatusCode.Gone,
                "LEASE_REVOKED"
            );
            var (swept, slowest) = await SlowestWhile(
                other,
                async () => await Count(data, $"SELECT sweep_pending FROM lease_book WHERE entitlement_id = {Hex(many)}") > 0
            );
            Machine.Tell(
                $"revoked in {revoke:0} ms; written down in {swept:0.0} s; the slowest grant in another pool meanwhile took {slowest:0} ms"
            );
        }
        Assert.Equal(Live + 1, await Count(data, "SELECT count(*) FROM tel_event WHERE name = 'license.revoked'"));
        Assert.Equal(0, await Count(data, $"SELECT taken FROM lease_pool WHERE entitlement_id = {Hex(many)}"));
        await data.Audit();
    }

    [Fact]
    public async Task A_year_of_leases_does_not_slow_the_day_and_its_purge_gives_rows_and_room_back()
    {
        using (var fresh = await ServerData.Found())
            await Figures(fresh, await Entitle(fresh, 10_000), "fresh");
        using (var old = await ServerData.Found())
        {
            var worked = await Entitle(old, 10_000);
            await FillAYear(old, worked);
            await Figures(old, worked, $"with {Year} leases of a year");
        }

        // Without that work in it: how much a server does in a second is nothing that a purge takes away.
        using var data = await ServerData.Found();
        var pool = await Entitle(data, 10_000);
        var bytes = await Length(data);
        await FillAYear(data, pool);
        var full = await Length(data);
        Machine.Tell($"a lease that has ended, with its two events: {(full - bytes) / Year} bytes; {Year} of them {full / 1_000_000} MB");
        await using (var server = await ServerProcess.Serve(data, KeptForADay))
        {
            var driver = new LeaseDriver(server.Client, $"{pool}");
            var (purged, slowest) = await SlowestWhile(driver, async () => await OldRows(data) > 0);
            Machine.Tell($"purged in {purged:0} s; the slowest grant meanwhile took {slowest:0} ms");
            while (await Count(data, "PRAGMA freelist_count") > FreePagesMost)
                await Task.Delay(200, Cancel);
        }
        var left = await Length(data);
        Machine.Tell($"the file: {bytes / 1_000_000} MB, {full / 1_000_000} MB, {left / 1_000_000} MB");
        Assert.InRange(left, 0, bytes + FreePagesMost * PageBytes + GrownMeanwhileBytes);
        await data.Audit();
    }

    [Fact]
    public async Task Seats_that_are_taken_do_not_slow_those_that_are_not()
    {
        Assert.SkipUnless(Machine.IsLong, "Only figures, in a minute or two: set BIGPICTURE_LONG=1 to see them.");
        using var data = await ServerData.Found();
        var pool = await Entitle(data, 2 * Taken);
        var fill = new LeaseFill(Acme, pool, 100)
        {
            IssuedAt = Now,
            Seconds = Day,
            Limit = 2 * Taken,
        };
        await Fill(data, fill);
        await Figures(data, pool, "with 100 seats taken");
        await Fill(data, fill with { First = 1_000, Count = Taken - 100 });
        await Figures(data, pool, $"with {Taken} seats taken");

        Assert.InRange(await Count(data, $"SELECT taken FROM lease_pool WHERE entitlement_id = {Hex(pool)}"), Taken, 2 * Taken);
    }

    private static Task FillAYear(ServerData data, EntitlementId pool) =>
        Fill(
            data,
            new LeaseFill(Acme, pool, Year)
            {
                First = 1_000_000_000,
                IssuedAt = Now - 400 * Day,
                SecondsApart = (int)Math.Max(1, 300 * Day / Year),
                State = LeaseState.Released,
                WithEvents = true,
            }
        );

    /// <summary>Grants go on in a pool that has nothing to do with it.</summary>
    /// <returns>The seconds that it took, and the milliseconds of the slowest grant.</returns>
    private static async Task<(double Seconds, double Slowest)> SlowestWhile(LeaseDriver other, Func<Task<bool>> goingOn)
    {
        var slowest = 0.0;
        var time = await LeaseDriver.Milliseconds(async () =>
        {
            for (var i = 0; await goingOn(); i++)
            {
                // The first ones of a process are those of a program that is still being compiled.
                var grant = await LeaseDriver.Milliseconds(async () => await other.Take($"other-{i % 100}"));
                slowest = i < 20 ? 0 : Math.Max(slowest, grant);
                await Task.Delay(5, Cancel);
            }
        });
        return (time / 1_000, slowest);
    }

    private static async Task Figures(ServerData data, EntitlementId pool, string when)
    {
        await using var server = await ServerProcess.Serve(data);
        var driver = new LeaseDriver(server.Client, $"{pool}");
        await driver.Cycle(TimeSpan.FromSeconds(1)); // compiles what is used
        var (acts, renewals, costs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Machine.Rounds(1, 3); round++)
        {
            var used = server.ProcessorTime;
            acts.Add(await driver.Cycle(Drive));
            costs.Add((server.ProcessorTime - used).TotalMicroseconds / (acts[^1] * Drive.TotalSeconds));
            renewals.Add(await driver.Renew(Drive));
        }
        var pages = new List<string>();
        foreach (var page in new[] { $"/v1/entitlements/{pool}/leases", "/v1/leases", "/v1/leases?tenant_id=acme", Status })
        {
            var times = new List<double>();
            for (var i = 0; i < 7; i++)
                times.Add(await LeaseDriver.Milliseconds(async () => (await server.Client.Get(page)).Must(HttpStatusCode.OK)));
            pages.Add(string.Create(CultureInfo.InvariantCulture, $"{page.Replace($"{pool}", "…")} {times.Order().ElementAt(3):0.0} ms"));
        }
        Machine.Tell(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{when}: {acts.Max():0} activations and releases a second, {costs.Min():0} µs of a processor each; {renewals.Max():0} renewals a second; {string.Join(", ", pages)}; {server.ResidentMegabytes} MB"
            )
        );
    }

    /// <summary>The demo's entitlement for <c>cad-pro</c>, with as many seats as are needed.</summary>
    private static async Task<EntitlementId> Entitle(ServerData data, int seats)
    {
        await using var connection = await Open(data);
        await using var command = new SqliteCommand(
            $"UPDATE ent_entitlement SET policy_json = '{Policy(seats)}' WHERE product_id = 'cad-pro' RETURNING entitlement_id",
            connection
        );
        return new EntitlementId(new Guid((byte[])(await command.ExecuteScalarAsync(Cancel))!, bigEndian: true));
    }

    private static string Policy(int seats) => $$"""{"type":"concurrent","max_seats":{{seats}}}""";

    private static async Task Fill(ServerData data, LeaseFill fill)
    {
        await using var connection = await Open(data);
        await using var command = new SqliteCommand($"BEGIN; {fill.ToSql()}; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", connection)
        {
            CommandTimeout = 3_600,
        };
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>Leases and events of longer ago than a day.</summary>
    private static Task<long> OldRows(ServerData data) =>
        Count(
            data,
            $"SELECT EXISTS (SELECT 1 FROM lease_lease WHERE ended_at < {(Now - Day).UnixSeconds}) + EXISTS (SELECT 1 FROM tel_event WHERE at < {(Now - Day).UnixSeconds})"
        );

    /// <summary>Of the database's file, with all that was committed in it. While no server runs.</summary>
    private static async Task<long> Length(ServerData data)
    {
        await Count(data, "PRAGMA wal_checkpoint(TRUNCATE)");
        return new FileInfo(DatabaseOf(data)).Length;
    }

    private static async Task<long> Count(ServerData data, string sql)
    {
        await using var connection = await Open(data);
        await using var command = new SqliteCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task<SqliteConnection> Open(ServerData data)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = DatabaseOf(data), Pooling = false }.ToString()
        );
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private static string DatabaseOf(ServerData data) => Path.Combine(data.Path, ServerPlace.DatabaseFile);

    private static string Hex(EntitlementId id) => $"x'{Convert.ToHexString(id.Value.ToByteArray(bigEndian: true))}'";
}
