using System.Net;
using BigPicture.Cli;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Commands;

/// <summary><c>backup</c> and <c>restore</c>: what was acknowledged before is there afterwards, and no changed byte goes unseen.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Seats = 200;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-backup-");

    [Fact]
    public async Task A_backup_of_a_server_at_work_holds_all_that_was_acknowledged_before_it()
    {
        using var data = await ServerData.Found();
        List<string> before;
        await using (var server = await ServerProcess.Serve(data))
        {
            var traffic = await LeaseTraffic.Found(server.Client, Seats);
            var heard = new Heard();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var callers = traffic.Run(server.Client, "w", heard, mayRefuse: false, enough.Token);
            while (heard.Granted.Count < 50)
                await Task.Delay(5, Cancel);
            before = [.. heard.SoFar().Granted.Keys];

            (await Told.By("backup", "--data", data.Path, "--out", In("backup.tar"))).Fine();

            Assert.Equal(HttpStatusCode.OK, await server.Health());
            await enough.CancelAsync();
            await callers;
        }
        (await Told.By("restore", In("backup.tar"), "--data", In("restored"))).Fine();
        using var restored = new ServerData(In("restored"), data.Token);
        await restored.Audit();
        await using var again = await ServerProcess.Serve(restored);
        foreach (var lease in before)
            (await again.Client.Get($"/v1/leases/{lease}")).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_restored_server_is_the_one_that_was()
    {
        using var data = await NewServer.Found(seats: 2);
        var made = (await Told.By("backup", "--data", data.Path, "--out", In("b.tar"), "--json")).Fine().Json;
        Assert.Equal(2, made.GetProperty("live_leases").GetInt32());

        var checkedOver = (await Told.By("restore", In("b.tar"), "--verify-only", "--json")).Fine().Json;
        Assert.Equal(made.GetProperty("files").ToString(), checkedOver.GetProperty("files").ToString());
        Assert.True(checkedOver.GetProperty("keys_proven").GetBoolean());
        var told = (await Told.By("restore", In("b.tar"), "--data", In("r"))).Fine();

        Assert.Contains("a\nseat may be taken twice".Replace('\n', ' '), told.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(Names(data.Path), Names(In("r")));
        Assert.Equal(File.ReadAllText(data.File("keys/keys.json")), File.ReadAllText(In("r/keys/keys.json")));
        var doctor = (await Told.By("doctor", "--data", In("r"), "--url", $"http://127.0.0.1:{LoopbackPort.Free()}", "--json")).Fine();
        Assert.Empty(doctor.Json.GetProperty("findings").EnumerateArray());
        string[] files = [In("b.tar"), .. Directory.GetFiles(In("r"), "*", SearchOption.AllDirectories)];
        Assert.All(files, file => Assert.Equal("600", Mode(file)));
        Assert.Equal("700", Mode(In("r")));
    }

    [Fact]
    public async Task A_byte_that_changed_anywhere_is_found()
    {
        using var data = await NewServer.Found();
        (await Told.By("backup", "--data", data.Path, "--out", In("b.tar"))).Fine();
        var sound = await File.ReadAllBytesAsync(In("b.tar"), Cancel);
        // Everywhere in the header, its padding and the end; elsewhere here and there.
        var places = Enumerable.Range(0, 40).Select(i => i * 13).Concat(Enumerable.Range(1, 24).Select(i => sound.Length - i * 64));
        places = places.Concat(Enumerable.Range(1, 30).Select(i => i * (sound.Length / 31)));
        foreach (var place in places)
        {
            var damaged = (byte[])sound.Clone();
            damaged[place] ^= 0x20;
            await MustBeFound(damaged, $"byte {place} of {sound.Length}");
        }
        await MustBeFound(sound[..^1], "the last byte is missing");
        await MustBeFound(sound[..(sound.Length / 2)], "half is missing");
        await MustBeFound([.. sound, 0], "there is a byte more");
        await MustBeFound([], "it is empty");
    }

    [Fact]
    public async Task What_is_damaged_leaves_nothing_behind()
    {
        using var data = await NewServer.Found();
        (await Told.By("backup", "--data", data.Path, "--out", In("b.tar"))).Fine();
        var bytes = await File.ReadAllBytesAsync(In("b.tar"), Cancel);
        bytes[9000] ^= 1;
        await File.WriteAllBytesAsync(In("b.tar"), bytes, Cancel);

        Assert.Equal(ExitCode.Integrity, (await Told.By("restore", In("b.tar"), "--data", In("r"))).Code);

        Assert.Empty(Directory.GetFileSystemEntries(In("r")));
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        using var data = await NewServer.Found();
        (await Told.By("backup", "--data", data.Path, "--out", In("b.tar"))).Fine();
        var made = await File.ReadAllBytesAsync(In("b.tar"), Cancel);

        Assert.Equal(ExitCode.Conflict, (await Told.By("backup", "--data", data.Path, "--out", In("b.tar"))).Code);
        Assert.Equal(made, await File.ReadAllBytesAsync(In("b.tar"), Cancel));
        Assert.Contains("is not empty", (await Told.By("restore", In("b.tar"), "--data", data.Path)).Error, StringComparison.Ordinal);
        (await Told.By("restore", In("b.tar"), "--verify-only")).Fine();
        Assert.Equal(["b.tar"], Directory.GetFileSystemEntries(folder.FullName).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("UPDATE lease_pool SET taken = 1, ceiling = 3", "contradicts itself")]
    [InlineData("PRAGMA foreign_keys=OFF; DELETE FROM lease_lease", "is damaged")]
    public async Task What_is_not_sound_is_not_backed_up(string sql, string words)
    {
        using var data = await NewServer.Found(seats: 2);
        await data.Execute(sql);

        var told = await Told.By("backup", "--data", data.Path, "--out", In("b.tar"));

        Assert.Equal(ExitCode.Integrity, told.Code);
        Assert.Contains(words, told.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public async Task Doctor_knows_whether_the_keys_of_now_are_backed_up()
    {
        using var data = await NewServer.Found();
        (await Told.By("backup", "--data", data.Path, "--out", folder.FullName)).Fine();
        Assert.DoesNotContain("backup", await Findings(data), StringComparison.Ordinal);

        await File.AppendAllTextAsync(data.File("keys/keys.json"), "\n", Cancel);

        Assert.Contains("keys_not_backed_up", await Findings(data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_a_running_server_from_being_backed_up_elsewhere()
    {
        Machine.NeedsRoot();
        await using var disk = await Mount.Make("-t", "tmpfs", "-o", "size=16m", "tmpfs");
        using var data = await ServerData.Found(disk.In("data"));
        await using var server = await ServerProcess.Serve(data);
        await Machine.Try("dd", "if=/dev/zero", $"of={disk.In("filler")}", "bs=4096", "count=8192");

        var told = (await Told.By("backup", "--data", data.Path, "--out", In("b.tar"))).Fine();

        Assert.Contains("could not be told of it", told.Error, StringComparison.Ordinal);
        (await Told.By("restore", In("b.tar"), "--verify-only")).Fine();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_in_words()
    {
        var told = await Told.By("restore", In("absent.tar"), "--verify-only");

        Assert.Equal(ExitCode.NotFound, told.Code);
        Assert.Contains("There is no file", told.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task MustBeFound(byte[] bytes, string what)
    {
        await File.WriteAllBytesAsync(In("damaged.tar"), bytes, Cancel);
        var told = await Told.By("restore", In("damaged.tar"), "--verify-only");
        Assert.True(told.Code == ExitCode.Integrity, $"{what}: {told.Code} {told.Out}{told.Error}");
    }

    private static async Task<string> Findings(NewServer data) =>
        (await Told.By("doctor", "--data", data.Path, "--url", $"http://127.0.0.1:{LoopbackPort.Free()}", "--json"))
            .Json.GetProperty("findings")
            .ToString();

    private static IEnumerable<string> Names(string path) =>
        Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(path, file))
            .Where(file => !file.StartsWith("server.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Mode(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no modes.");
        return OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
    }

    private string In(string name) => Path.Combine(folder.FullName, name);
}
