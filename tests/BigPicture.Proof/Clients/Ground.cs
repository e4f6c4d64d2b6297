using System.Collections.Concurrent;
using BigPicture.Proof.Histories;
using BigPicture.Proof.Rig;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Proof.Clients;

/// <summary>What all clients of a run share.</summary>
internal sealed class Ground(Site site, PoolBook pools, HistoryWriter history, RunClock clock)
{
    /// <summary>Leases that any client may act on: as an administrator, or as a second process with the same key.</summary>
    private const int SeenMax = 256;

    private static LeaseVerifierOptions Pinned(Site site) => new() { Roots = site.Roots, Audience = PoolBook.Product };

    private readonly LeaseVerifier verifier = new(Pinned(site));
    private readonly RevocationVerifier revocations = new(Pinned(site));
    private readonly Holding?[] seen = new Holding?[SeenMax];
    private long operations;
    private readonly ConcurrentQueue<string> lies = new();

    public Site Site => site;

    public PoolBook Pools => pools;

    public RunClock Clock => clock;

    public long Operations => Interlocked.Read(ref operations);

    /// <summary>What no honest server answers, whatever the history: tokens that do not verify, errors of its own, malformed requests.</summary>
    public IReadOnlyCollection<string> Lies => lies;

    public void Record(Operation operation)
    {
        Interlocked.Increment(ref operations);
        history.Write(operation);
    }

    /// <summary>Lets others meddle with a lease.</summary>
    public void Share(Holding holding, Random random) => Volatile.Write(ref seen[random.Next(SeenMax)], holding);

    /// <summary>Somebody's lease, perhaps long over; null where nobody has shared one yet.</summary>
    public Holding? Shared(Random random) => Volatile.Read(ref seen[random.Next(SeenMax)]);

    public void Complain(string lie) => lies.Enqueue(lie);

    /// <summary>What a token says, once it was verified as an application does it.</summary>
    /// <param name="machine">The machine of whoever asked.</param>
    public TokenFacts? Verify(string token, string? machine)
    {
        if (!LeaseToken.TryRead(token, out var read, out var error))
        {
            Complain($"a token that cannot be read, {error}: {token}");
            return null;
        }
        // As of its own moment: the clocks of a run are set on purpose.
        var verified = verifier.Verify(token, read.Claims.IssuedAt, machine);
        if (verified.IsAccepted)
            return TokenFacts.Of(token, read.Claims);
        Complain($"a token that does not verify, {verified.Error}: {token}");
        return null;
    }

    /// <summary>The epoch of a revocation list, once it was verified as an application does it.</summary>
    public long? VerifyRevocations(string? token)
    {
        // As of the machine's clock: a list is good for days, and is dated by the server's.
        var verdict = revocations.Verify(token, Site.Tenant, DateTimeOffset.FromUnixTimeMilliseconds(RunClock.UnixMs));
        if (verdict.List is not { } list)
            Complain($"a revocation list that does not verify, {verdict.Error}: {token}");
        return verdict.List?.Epoch;
    }
}
