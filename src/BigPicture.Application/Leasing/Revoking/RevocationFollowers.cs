using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>Who follows which tenant's revocations on this server. Waiting holds no thread.</summary>
internal sealed class RevocationFollowers
{
    /// <summary>Followers of one tenant on one server.</summary>
    public const int TenantMax = 5_000;

    private readonly Lock gate = new();
    private readonly Dictionary<TenantId, Tenant> tenants = [];

    /// <summary>Those that anybody follows, each with what was told last.</summary>
    public IReadOnlyDictionary<TenantId, SignedList?> Told
    {
        get
        {
            lock (gate)
                return tenants.ToDictionary(entry => entry.Key, entry => entry.Value.Last);
        }
    }

    public Denial? Refuse(TenantId tenant)
    {
        lock (gate)
            return tenants.TryGetValue(tenant, out var followed) && followed.Count >= TenantMax
                ? new Denial(DenialCode.RateLimited, $"{TenantMax} callers follow this tenant's revocations on this server already.")
                {
                    RetryAfterSeconds = 10,
                }
                : null;
    }

    public Place Join(TenantId tenant)
    {
        lock (gate)
        {
            if (!tenants.TryGetValue(tenant, out var followed))
                tenants.Add(tenant, followed = new Tenant());
            followed.Count++;
            return new Place(this, tenant, followed);
        }
    }

    public void Tell(TenantId tenant, SignedList list)
    {
        TaskCompletionSource<SignedList> waiting;
        lock (gate)
        {
            if (!tenants.TryGetValue(tenant, out var followed) || followed.Last is { } last && !list.IsNewerThan(last))
                return;
            followed.Last = list;
            (waiting, followed.Waiting) = (followed.Waiting, Tenant.NewWaiting());
        }
        waiting.SetResult(list);
    }

    private void Leave(TenantId tenant, Tenant followed)
    {
        lock (gate)
        {
            if (--followed.Count == 0)
                tenants.Remove(tenant);
        }
    }

    internal sealed class Place(RevocationFollowers followers, TenantId tenant, Tenant followed) : IDisposable
    {
        /// <summary>The first list that is newer than the one that the follower has.</summary>
        public async Task<SignedList> Next(SignedList held, CancellationToken cancel)
        {
            while (true)
            {
                Task<SignedList> next;
                lock (followers.gate)
                {
                    if (followed.Last is { } last && last.IsNewerThan(held))
                        return last;
                    next = followed.Waiting.Task;
                }
                await next.WaitAsync(cancel);
            }
        }

        public void Dispose() => followers.Leave(tenant, followed);
    }

    internal sealed class Tenant
    {
        public int Count { get; set; }

        public SignedList? Last { get; set; }

        public TaskCompletionSource<SignedList> Waiting { get; set; } = NewWaiting();

        public static TaskCompletionSource<SignedList> NewWaiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
