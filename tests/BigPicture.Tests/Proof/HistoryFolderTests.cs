using BigPicture.Proof.Histories;
using Xunit;

namespace BigPicture.Tests.Proof;

public sealed class HistoryFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bigpicture-history-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_history_is_read_back_as_it_was_written()
    {
        var written = Sample();
        Write(written);

        var read = HistoryFolder.Read(folder);

        Assert.Equivalent(written, read, strict: true);
    }

    [Fact]
    public void Operations_come_back_in_the_order_of_their_returns()
    {
        var sample = Sample();
        Write(sample with { Operations = [.. sample.Operations.Reverse()] });

        var read = HistoryFolder.Read(folder);

        Assert.Equivalent(sample, read, strict: true);
        Assert.Equal([20, 40], read.Operations.Select(operation => operation.ReturnNs));
    }

    [Fact]
    public void A_run_that_was_cut_off_has_neither_feed_nor_leases()
    {
        Write(Sample() with { Feed = null, Leases = null });

        var read = HistoryFolder.Read(folder);

        Assert.Null(read.Feed);
        Assert.Null(read.Leases);
    }

    [Fact]
    public void A_line_that_is_cut_off_is_told_with_its_file_and_number()
    {
        Write(Sample());
        File.AppendAllText(Path.Combine(folder, "operations.jsonl"), "{\"client\":1");

        var error = Assert.Throws<InvalidDataException>(() => HistoryFolder.Read(folder));

        Assert.StartsWith("operations.jsonl, line 3: ", error.Message, StringComparison.Ordinal);
    }

    private void Write(History history)
    {
        using var writer = new HistoryWriter(folder, history.Run, history.Pools);
        foreach (var operation in history.Operations)
            writer.Write(operation);
        foreach (var fault in history.Faults)
            writer.Write(fault);
        foreach (var read in history.Feed ?? [])
            writer.Write(read);
        if (history.Leases is not null)
            writer.Write(history.Leases);
    }

    private static History Sample() =>
        new()
        {
            Run = new Run
            {
                Seed = 7,
                Build = "abc",
                SettleMs = 60_000,
            },
            Pools =
            [
                new Pool
                {
                    Entitlement = "ent_1",
                    LicenseType = "per_user",
                    Limits = new Dictionary<string, long> { ["seats"] = 3, ["feature/export"] = 1 },
                    MachinesPerUser = 2,
                    HoldsRevokedSeats = true,
                    LeaseSecondsMax = 60,
                    SkewMs = 2_000,
                },
            ],
            Operations =
            [
                new Operation
                {
                    Client = 0,
                    Sequence = 0,
                    Kind = OperationKind.Activate,
                    Server = "cloud-1",
                    Entitlement = "ent_1",
                    SubjectType = "user",
                    SubjectId = "älice",
                    MachineId = "m1",
                    SessionId = "s1",
                    Features = ["export"],
                    Takeover = true,
                    IdempotencyKey = "k1",
                    LeaseId = "lease_1",
                    CallNs = 10,
                    ReturnNs = 20,
                    CallUnixMs = 1_000,
                    ReturnUnixMs = 2_000,
                    Outcome = Outcome.Yes,
                    Status = 201,
                    Token = new TokenFacts("d1", "lease_1", 1, 1, 61, null, 31) { Features = ["export"] },
                    Epoch = 4,
                },
                new Operation
                {
                    Client = 0,
                    Sequence = 1,
                    Kind = OperationKind.ChangeLimit,
                    Server = "cloud-2",
                    Entitlement = "ent_1",
                    Limits = new Dictionary<string, long> { ["seats"] = 2 },
                    CallNs = 30,
                    ReturnNs = 40,
                    CallUnixMs = 3_000,
                    ReturnUnixMs = 4_000,
                    Outcome = Outcome.Unknown,
                    Code = "connection reset",
                },
            ],
            Faults = [new Fault("kill server", "cloud-2", 35, 38)],
            Feed =
            [
                new FeedEvent
                {
                    Reader = FeedEvent.Final,
                    Position = 1,
                    Id = "evt_1",
                    Name = "license.issued",
                    TimeUnix = 1,
                    Entitlement = "ent_1",
                    LeaseId = "lease_1",
                    Generation = 1,
                    IssuedAt = 1,
                    EndsAt = 61,
                },
            ],
            Leases =
            [
                new ListedLease
                {
                    LeaseId = "lease_1",
                    Entitlement = "ent_1",
                    Status = "active",
                    Generation = 1,
                    IssuedAt = 1,
                    ExpiresAt = 61,
                },
            ],
        };
}
