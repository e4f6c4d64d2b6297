using BigPicture.Testing.Leasing;
using Xunit;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The suite that every ledger store passes.</summary>
public sealed class LedgerStoreTests
{
    private const int MemoryStep = 2;
    private const int StoredStep = 256;

    public static TheoryData<string> Cases => [.. new LedgerStoreSuite(MemoryStep).Cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task In_memory(string name)
    {
        await using var ledger = new MemoryLedger(LeaseSamples.Start, MemoryStep);
        await new LedgerStoreSuite(MemoryStep).Cases[name](ledger);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task On_sqlite(string name)
    {
        await using var ledger = await SqliteLedger.Create();
        await new LedgerStoreSuite(StoredStep).Cases[name](ledger);
        Assert.Empty(await ledger.Audit());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task On_postgres(string name)
    {
        await using var ledger = await PostgresLedger.Create();
        await new LedgerStoreSuite(StoredStep).Cases[name](ledger);
        Assert.Empty(await ledger.Audit());
    }
}
