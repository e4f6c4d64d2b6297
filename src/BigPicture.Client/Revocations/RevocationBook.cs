using BigPicture.Client.Diagnostics;
using BigPicture.Client.State;
using BigPicture.Client.Time;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Client.Revocations;

/// <summary>
/// The newest revocation list of each issuer and tenant that was heard, over restarts too. An older one than is held is refused: whoever
/// plays it again would like a revocation forgotten. Safe for use by many threads.
/// </summary>
internal sealed class RevocationBook
{
    private const string KeptName = "revocations.json";

    private readonly object gate = new();
    private readonly RevocationVerifier verifier;
    private readonly TrustedClock time;
    private readonly StateFolder? folder;
    private readonly Notices notices;
    private readonly Dictionary<string, (string Token, RevocationList List)> held = new(StringComparer.Ordinal);

    public RevocationBook(LeaseVerifierOptions pins, TrustedClock time, StateFolder? folder, Notices notices)
    {
        (verifier, this.time, this.folder, this.notices) = (new RevocationVerifier(pins), time, folder, notices);
        foreach (var kept in folder?.Read(KeptName, StateJson.Default.RevocationsRecord)?.Lists ?? [])
            Take(kept.Token, kept.Tenant, keep: false);
    }

    /// <summary>Told after a newer list was taken.</summary>
    public event Action? Changed;

    /// <returns>Whether it is a list that this tenant's server has signed; taken where it is newer.</returns>
    public bool Take(string token, string tenant) => Take(token, tenant, keep: true);

    /// <summary>What the lists say of a verified lease.</summary>
    public RevokedBy Find(LeaseToken lease)
    {
        lock (gate)
            return held.TryGetValue(Key(lease.Claims.Issuer, lease.Claims.Tenant), out var it) ? it.List.Find(lease) : RevokedBy.Nothing;
    }

    /// <summary>Whether the list that the lease would stand on should have been replaced by now.</summary>
    public bool IsStale(LeaseToken lease)
    {
        lock (gate)
            return held.TryGetValue(Key(lease.Claims.Issuer, lease.Claims.Tenant), out var it) && it.List.IsStale(time.Now);
    }

    private bool Take(string token, string tenant, bool keep)
    {
        var verdict = verifier.Verify(token, tenant, time.Now);
        if (verdict.List is not { } list)
        {
            notices.Warn($"A revocation list was refused: {verdict.Error}.");
            return false;
        }
        lock (gate)
        {
            var key = Key(list.Issuer, list.Tenant);
            if (held.TryGetValue(key, out var known) && !list.IsNewerThan(known.List))
            {
                if (list.Epoch < known.List.Epoch)
                    notices.Warn($"A revocation list of epoch {list.Epoch} was refused: one of epoch {known.List.Epoch} is known.");
                return true;
            }
            held[key] = (token, list);
            if (keep)
                Keep();
        }
        Changed?.Invoke();
        return true;
    }

    private void Keep() =>
        folder?.Write(
            KeptName,
            new RevocationsRecord { Lists = [.. held.Values.Select(it => new KeptList { Tenant = it.List.Tenant, Token = it.Token })] },
            StateJson.Default.RevocationsRecord
        );

    private static string Key(string issuer, string tenant) => $"{issuer}\n{tenant}";
}
