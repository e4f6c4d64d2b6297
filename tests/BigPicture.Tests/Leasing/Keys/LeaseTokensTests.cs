using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Tests.Protocol.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class LeaseTokensTests : IDisposable
{
    private readonly KeyRing keys = KeyStore.CreateInMemory(new FakeTimeProvider(Samples.Now));

    private Lease Lease => SampleLease.Under(keys);

    [Fact]
    public async Task A_bound_token_from_before_a_restart_is_known_by_the_machine_in_its_row()
    {
        var bound = Lease with { BindMachine = true };
        var token = Tokens(bound).Sign(bound);
        Assert.Equal(bound.Id, (await Tokens(bound).Read(token, Cancel)).Value.Lease);
        Assert.Equal(DenialCode.TokenInvalid, (await Tokens(bound with { MachineId = "m-2" }).Read(token, Cancel)).Denial?.Code);
        Assert.Equal(DenialCode.TokenInvalid, (await Tokens(row: null).Read(token, Cancel)).Denial?.Code);
    }

    [Fact]
    public async Task A_token_that_is_not_bound_needs_no_row()
    {
        var token = Tokens(row: null).Sign(Lease);
        Assert.Equal(Lease.Id, (await Tokens(row: null).Read(token, Cancel)).Value.Lease);
    }

    [Fact]
    public async Task Anything_else_is_refused_with_what_is_wrong_with_it()
    {
        using var others = KeyStore.CreateInMemory(new FakeTimeProvider(Samples.Now));
        var foreign = new OwnTokens(others, "https://other.example.com").Sign(SampleLease.Under(others));
        Assert.Contains("another server", (await Tokens(row: null).Read(foreign, Cancel)).Denial!.Message, StringComparison.Ordinal);
        Assert.Contains("not a lease token", (await Tokens(row: null).Read("bp_abc", Cancel)).Denial!.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", (await Tokens(row: null).Read(foreign + "=", Cancel)).Denial!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_published_is_what_tokens_name()
    {
        var tokens = Tokens(row: null);
        Assert.Equal(keys.Roots.Select(root => root.Paserk), tokens.Published.Roots);
        Assert.Equal(
            keys.Current.Footer.Chain.Union(keys.Revocation!.Footer.Chain).Order(),
            tokens.Published.Certificates.Intersect(keys.Current.Footer.Chain.Union(keys.Revocation.Footer.Chain)).Order()
        );
        Assert.Equal(new SigningTerms(keys.Current.KeyId, keys.Current.NotAfter) { LeaseSecondsMax = 7_776_000 }, tokens.Signing);
    }

    [Fact]
    public async Task A_token_of_a_withdrawn_key_is_refused_also_where_it_is_remembered()
    {
        using var live = new LiveKeys(keys);
        var own = new OwnTokens(live, "https://licenses.example.com");
        var tokens = new LeaseTokens(own, new OneRow(null));
        var token = tokens.Sign(Lease);
        Assert.Equal(Lease.Id, (await tokens.Read(token, Cancel)).Value.Lease);

        live.Withdraw(new HashSet<string> { Lease.KeyId });

        Assert.Equal(DenialCode.TokenInvalid, (await tokens.Read(token, Cancel)).Denial?.Code);
        // Signed while its row was on the way: it is not remembered as good either.
        Assert.Equal(token, tokens.Sign(Lease));
        Assert.Equal(DenialCode.TokenInvalid, (await tokens.Read(token, Cancel)).Denial?.Code);
    }

    public void Dispose() => keys.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LeaseTokens Tokens(Lease? row) => new(new OwnTokens(keys, "https://licenses.example.com"), new OneRow(row));

    private sealed class OneRow(Lease? row) : ILeaseReader
    {
        public Task<LeaseRecord?> Find(TenantId tenant, LeaseId id, CancellationToken cancel) =>
            Task.FromResult(row is null || row.Tenant != tenant || row.Id != id ? null : new LeaseRecord(row, default, null));

        public Task<LeaseRecord?> FindAnywhere(LeaseId id, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<LeaseRecord>> List(LeaseFilter filter, LeaseId? after, int count, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<LeaseKey>> LiveKeys(
            TenantId tenant,
            IReadOnlyList<LeaseKey> keys,
            Instant now,
            CancellationToken cancel
        ) => throw new NotSupportedException();

        public Task<Instant?> BlockedUntil(TenantId tenant, EntitlementId entitlement, Subject subject, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
