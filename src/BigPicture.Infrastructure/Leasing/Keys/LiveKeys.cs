using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// The keys in use. A key that is added while the server runs is known and told as soon as it was read; which one signs is told to it.
/// </summary>
public sealed partial class LiveKeys : IDisposable
{
    // Whoever shows tokens under names of keys that there are not makes nobody read files all the time.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Func<KeyRing, KeyRing> reread;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private volatile KeyRing ring;
    private IReadOnlySet<string> withdrawn = new HashSet<string>();
    private long lookedAt;
    private string? trouble;

    /// <summary>Keys to which none is added.</summary>
    public LiveKeys(KeyRing ring)
        : this(ring, known => known, TimeProvider.System, NullLogger.Instance) { }

    /// <param name="reread">Opens the keys as they are now, given those of before.</param>
    internal LiveKeys(KeyRing ring, Func<KeyRing, KeyRing> reread, TimeProvider time, ILogger log)
    {
        (this.ring, this.reread, this.time, this.log) = (ring, reread, time, log);
        lookedAt = time.GetTimestamp();
    }

    public KeyRing Ring => ring;

    /// <summary>Reads what was added. What cannot be read changes nothing, and is told once.</summary>
    public void Reread()
    {
        lock (gate)
        {
            lookedAt = time.GetTimestamp();
            try
            {
                var fresh = reread(ring);
                trouble = null;
                if (fresh.Source == ring.Source)
                    return;
                Take(fresh.Withdrawing(withdrawn));
                LogRead(string.Join(", ", ring.KeyIds));
            }
            catch (Exception e) when (e is KeyStoreException or IOException)
            {
                if (trouble != e.Message)
                    LogUnread(e.Message);
                trouble = e.Message;
            }
        }
    }

    /// <summary>A key that a token names and that is not known here yet; it may have been added since the last look.</summary>
    public SigningKey? LookFor(string keyId)
    {
        if (time.GetElapsedTime(Volatile.Read(ref lookedAt)) > LookEvery)
            Reread();
        return ring.Find(keyId);
    }

    /// <summary>From now on nothing counts that these signed or certified.</summary>
    internal void Withdraw(IReadOnlySet<string> keyIds)
    {
        lock (gate)
        {
            withdrawn = keyIds;
            Take(ring.Withdrawing(keyIds));
        }
    }

    /// <summary>From now on the newest of these signs that is in use.</summary>
    internal void SignWith(IReadOnlySet<string> keyIds)
    {
        lock (gate)
            Use(ring.SigningWith(keyIds));
    }

    public void Dispose() => ring.Dispose();

    /// <summary>The key that signs goes on, unless it was withdrawn.</summary>
    private void Take(KeyRing fresh) => Use(fresh.SigningWith(new HashSet<string> { ring.Current.KeyId }));

    private void Use(KeyRing fresh)
    {
        var before = ring.Current.KeyId;
        ring = fresh;
        if (ring.Current.KeyId != before)
            LogSigns(ring.Current.KeyId);
    }

    [LoggerMessage(2101, LogLevel.Information, "Lease keys were read: {Keys}")]
    private partial void LogRead(string keys);

    [LoggerMessage(2102, LogLevel.Information, "Leases are signed with {Key} from now on")]
    private partial void LogSigns(string key);

    [LoggerMessage(2103, LogLevel.Error, "Keys cannot be read, and those of before stay: {Reason}")]
    private partial void LogUnread(string reason);
}
