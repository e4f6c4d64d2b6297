using System.Net;
using System.Net.Sockets;
using BigPicture.Cli;
using BigPicture.Host.Commands;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Commands;

/// <summary><c>doctor</c> finds what is planted in real files, says what to do about it, and ends accordingly.</summary>
public sealed class DoctorTests
{
    private static readonly string Free = $"http://127.0.0.1:{LoopbackPort.Free()}";

    [Fact]
    public async Task A_new_server_is_well_and_wants_a_backup()
    {
        using var data = await NewServer.Found();

        var told = await Examine(data);

        Assert.Equal(ExitCode.Ok, told.Code);
        Assert.Equal(["no_backup"], Codes(told));
        Assert.True(told.Json.GetProperty("healthy").GetBoolean());
        Assert.False(told.Json.GetProperty("running").GetBoolean());
        Assert.Equal(
            [
                "settings",
                "permissions",
                "disk",
                "port",
                "database",
                "schema",
                "ledger",
                "clock",
                "keys",
                "certificates",
                "backup",
                "version",
            ],
            told.Json.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()!)
        );
    }

    public static TheoryData<string, string, ExitCode> Planted =>
        new()
        {
            { "settings gone", "settings_missing", ExitCode.Integrity },
            { "settings broken", "settings_unusable", ExitCode.Integrity },
            { "database gone", "database_missing", ExitCode.Integrity },
            { "database overwritten", "database_damaged", ExitCode.Integrity },
            { "database is text", "database_damaged", ExitCode.Integrity },
            { "database closed", "closed_to_owner", ExitCode.Failure },
            { "database open", "open_to_others", ExitCode.Failure },
            { "directory open to write", "open_to_others", ExitCode.Failure },
            { "directory open to read", "open_to_others", ExitCode.Ok },
            { "lease key gone", "keys_missing", ExitCode.Integrity },
            { "lease key changed", "keys_damaged", ExitCode.Integrity },
            { "lease key open", "keys_open_to_others", ExitCode.Failure },
            { "list of keys gone", "keys_missing", ExitCode.Integrity },
            { "list of keys broken", "keys_damaged", ExitCode.Integrity },
        };

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task What_is_planted_is_found(string what, string code, ExitCode exit)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes of files are planted.");
        using var data = await NewServer.Found();
        Plant(what, data.Path);

        var told = await Examine(data);

        Assert.Contains(code, Codes(told));
        Assert.Equal(exit, told.Code);
        Assert.All(told.Json.GetProperty("findings").EnumerateArray(), finding => Assert.NotEmpty(finding.GetProperty("fix").GetString()!));
    }

    [Theory]
    [InlineData(
        "UPDATE lease_pool SET taken = 1, ceiling = 3 WHERE taken = 2",
        "ledger_contradiction",
        "says that 1 seats are taken; 2 are"
    )]
    [InlineData("UPDATE lease_seat SET leases = 7", "ledger_contradiction", "says that 7 leases stand on it; 1 do")]
    [InlineData("UPDATE lease_pool SET seat_limit = 99, ceiling = 99", "ledger_contradiction", "its limit is 99; the policy says 3")]
    [InlineData("UPDATE lease_book SET version = 9", "ledger_contradiction", "The book is at version 9; the entitlement is at 1")]
    [InlineData("PRAGMA foreign_keys=OFF; DELETE FROM ent_entitlement", "ledger_contradiction", "no entitlement that it belongs to")]
    [InlineData("PRAGMA foreign_keys=OFF; DELETE FROM lease_lease", "database_damaged", "refers to nothing in lease_lease")]
    [InlineData(
        "PRAGMA ignore_check_constraints=ON; UPDATE lease_pool SET taken = -1",
        "database_damaged",
        "CHECK constraint failed in lease_pool"
    )]
    [InlineData("UPDATE ent_entitlement SET policy_json = '{'", "check_failed", "The check broke")]
    [InlineData("INSERT INTO schema_migrations VALUES ('29990101000000_Future', '99.0')", "schema_newer", "29990101000000_Future")]
    [InlineData("UPDATE lease_clock SET mark = mark + 3600", "clock_behind", "behind")]
    public async Task What_contradicts_itself_in_the_database_is_found(string sql, string code, string words)
    {
        using var data = await NewServer.Found(seats: 2);
        await data.Execute(sql);

        var told = await Examine(data);

        Assert.Contains(code, Codes(told));
        Assert.Contains(words, told.Out, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Ok, told.Code);
    }

    [Fact]
    public async Task A_running_server_is_looked_at_without_harm()
    {
        using var data = await ServerData.Found();
        await using var server = await ServerProcess.Serve(data);
        var url = server.Client.BaseAddress!.ToString().TrimEnd('/');

        var told = await Told.By("doctor", "--data", data.Path, "--url", url, "--json");

        Assert.Equal(ExitCode.Ok, told.Code);
        Assert.True(told.Json.GetProperty("running").GetBoolean());
        Assert.Contains("this server answers", told.Out, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await server.Health());

        using var other = await NewServer.Found();
        var stranger = await Told.By("doctor", "--data", other.Path, "--url", url, "--json");
        Assert.Contains("port_taken", Codes(stranger));
        Assert.Contains("another Big Picture server", stranger.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_something_else_has_is_found()
    {
        using var data = await NewServer.Found();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var hangUp = listener
            .AcceptSocketAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .ContinueWith(s => s.GetAwaiter().GetResult().Dispose(), TaskScheduler.Default);

        var told = await Told.By("doctor", "--data", data.Path, "--url", $"http://{listener.LocalEndpoint}", "--json");

        Assert.Contains("port_taken", Codes(told));
        Assert.Equal(ExitCode.Failure, told.Code);
    }

    [Fact]
    public async Task A_full_disk_is_found()
    {
        Machine.NeedsRoot();
        await using var disk = await Mount.Make("-t", "tmpfs", "-o", "size=16m", "tmpfs");
        using var data = await NewServer.Found(path: disk.In("data"));
        await Machine.Try("dd", "if=/dev/zero", $"of={disk.In("filler")}", "bs=4096", "count=8192");

        var told = await Examine(data);

        Assert.Contains("disk_full", Codes(told));
        Assert.NotEqual(ExitCode.Ok, told.Code);
    }

    [Theory]
    [InlineData("database gone", "is missing")]
    [InlineData("database is text", "is damaged")]
    [InlineData("database overwritten", "is damaged")]
    public async Task A_server_whose_database_is_not_what_was_written_does_not_start(string what, string words)
    {
        using var data = await NewServer.Found();
        Plant(what, data.Path);

        var told = await Told.By("serve", "--data", data.Path, "--url", Free);

        Assert.Equal(ExitCode.Integrity, told.Code);
        Assert.Contains(words, told.Error, StringComparison.Ordinal);
        Assert.Contains("bigpicture restore", told.Error, StringComparison.Ordinal);
        Assert.Equal(what != "database gone", File.Exists(data.File(ServerPlace.DatabaseFile)));
    }

    [Fact]
    public async Task What_is_no_directory_is_said_in_words()
    {
        var told = await Told.By("doctor", "--data", "/no/such/directory");

        Assert.Equal(ExitCode.Failure, told.Code);
        Assert.Contains("There is no directory /no/such/directory.", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_reads_what_to_do()
    {
        using var data = await NewServer.Found();
        File.Delete(data.File(ServerPlace.DatabaseFile));

        var told = await Told.By("doctor", "--data", data.Path, "--url", Free);

        Assert.Contains("error    database", told.Out, StringComparison.Ordinal);
        Assert.Contains("fix: ", told.Out, StringComparison.Ordinal);
        Assert.Contains("skipped  ledger", told.Out, StringComparison.Ordinal);
    }

    private static Task<Told> Examine(NewServer data) => Told.By("doctor", "--data", data.Path, "--url", Free, "--json");

    private static IEnumerable<string> Codes(Told told) =>
        told.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()!).Distinct();

    private static void Plant(string what, string path)
    {
        var database = Path.Combine(path, ServerPlace.DatabaseFile);
        var settings = Path.Combine(path, "bigpicture.json");
        var keys = Path.Combine(path, "keys", "keys.json");
        string LeaseKey() => Directory.GetFiles(Path.Combine(path, "keys"), "lease-*.key").Single();
        Action act = what switch
        {
            "settings gone" => () => File.Delete(settings),
            "settings broken" => () => File.WriteAllText(settings, "{"),
            "database gone" => () => File.Delete(database),
            "database overwritten" => () => Overwrite(database),
            "database is text" => () => File.WriteAllText(database, new string('x', 8192)),
            "database closed" => () => SetMode(database, UnixFileMode.UserRead),
            "database open" => () => SetMode(database, (UnixFileMode)0b110_110_110),
            "directory open to write" => () => SetMode(path, (UnixFileMode)0b111_111_111),
            "directory open to read" => () => SetMode(path, (UnixFileMode)0b111_101_101),
            "lease key gone" => () => File.Delete(LeaseKey()),
            "lease key changed" => () => File.WriteAllText(LeaseKey(), "k4.secret.AAAA"),
            "lease key open" => () => SetMode(LeaseKey(), (UnixFileMode)0b110_100_100),
            "list of keys gone" => () => File.Delete(keys),
            "list of keys broken" => () => File.WriteAllText(keys, "{}"),
            _ => throw new ArgumentException(what, nameof(what)),
        };
        act();
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static void Overwrite(string database)
    {
        using var file = new FileStream(database, FileMode.Open, FileAccess.Write);
        file.Position = 8000;
        file.Write(Enumerable.Repeat((byte)0xA5, 30_000).ToArray());
    }
}
