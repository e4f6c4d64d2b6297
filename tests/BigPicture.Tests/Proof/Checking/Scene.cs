using BigPicture.Proof.Checking;
using BigPicture.Proof.Histories;

namespace BigPicture.Tests.Proof.Checking;

/// <summary>A history made by hand. Times are seconds of the run.</summary>
internal sealed class Scene(string type = "concurrent", long seats = 1)
{
    public const string Entitlement = "ent_1";
    public const int LeaseSeconds = 60;
    private const long Epoch = 1_800_000_000;
    private readonly List<Operation> operations = [];
    private readonly List<FeedEvent> feed = [];
    private readonly List<ListedLease> leases = [];
    private bool ended;

    public Pool Pool { get; set; } =
        new()
        {
            Entitlement = Entitlement,
            LicenseType = type,
            Limits = type == "feature_based" ? new Dictionary<string, long>() : new Dictionary<string, long> { ["seats"] = seats },
            LeaseSecondsMax = LeaseSeconds,
            SkewMs = 100,
        };

    public static TokenFacts Token(string lease, double issued, int generation = 1, string? digest = null)
    {
        var at = Epoch + (long)issued;
        return new(digest ?? $"{lease}/{generation}/{at}", lease, generation, at, at + LeaseSeconds, null, at + (LeaseSeconds / 2));
    }

    /// <summary>A yes to an activation of a user's session, with a token dated at its call.</summary>
    public Scene Granted(string user, string lease, double from, double to, Func<Operation, Operation>? but = null) =>
        Add(
            OperationKind.Activate,
            from,
            to,
            call =>
            {
                call = Asking(call, user) with { LeaseId = lease, Token = Token(lease, from), Status = 201 };
                return but is null ? call : but(call);
            }
        );

    public Scene Refused(string user, double from, double to, string code = "SEATS_EXHAUSTED", Func<Operation, Operation>? but = null) =>
        Add(
            OperationKind.Activate,
            from,
            to,
            call =>
            {
                call = Asking(call, user) with { Outcome = Outcome.No, Code = code, Status = 409, RefusedPool = "seats" };
                return but is null ? call : but(call);
            }
        );

    public Scene Lost(string user, double from, double to) =>
        Add(OperationKind.Activate, from, to, call => Asking(call, user) with { Outcome = Outcome.Unknown });

    public Scene Renewed(string lease, double from, double to, TokenFacts? shown = null, Func<Operation, Operation>? but = null) =>
        Add(
            OperationKind.Renew,
            from,
            to,
            call =>
            {
                shown ??= Token(lease, 0);
                call = call with { LeaseId = lease, Presented = shown, Token = Token(lease, from, shown.Generation) };
                return but is null ? call : but(call);
            }
        );

    public Scene Released(string lease, double from, double to, Outcome outcome = Outcome.Yes) =>
        Add(
            OperationKind.Release,
            from,
            to,
            call => call with { LeaseId = lease, Outcome = outcome, LeaseStatus = outcome == Outcome.Yes ? "released" : null }
        );

    public Scene Revoked(string lease, double from, double to) =>
        Add(OperationKind.RevokeLease, from, to, call => call with { LeaseId = lease, LeaseStatus = "revoked" });

    public Scene Limited(long limit, double from, double to, Outcome outcome = Outcome.Yes) =>
        Add(
            OperationKind.ChangeLimit,
            from,
            to,
            call =>
                call with
                {
                    Limits = new Dictionary<string, long> { ["seats"] = limit },
                    Outcome = outcome,
                }
        );

    public Scene Add(OperationKind kind, double from, double to, Func<Operation, Operation>? but = null)
    {
        var call = new Operation
        {
            Client = operations.Count,
            Sequence = 1,
            Kind = kind,
            Server = "cloud-1",
            Entitlement = Entitlement,
            CallNs = (long)(from * 1e9),
            ReturnNs = (long)(to * 1e9),
            CallUnixMs = (Epoch * 1000) + (long)(from * 1000),
            ReturnUnixMs = (Epoch * 1000) + (long)(to * 1000),
            Outcome = Outcome.Yes,
        };
        operations.Add(but is null ? call : but(call));
        return this;
    }

    public Scene Event(
        long position,
        string name,
        string lease,
        double at,
        string user = "a",
        double? issued = null,
        string reader = FeedEvent.Final
    )
    {
        ended = true;
        feed.Add(
            new FeedEvent
            {
                Reader = reader,
                Position = position,
                Id = $"evt_{name}_{lease}_{at}",
                Name = name,
                TimeUnix = Epoch + (long)at,
                Entitlement = Entitlement,
                LeaseId = name.StartsWith("license", StringComparison.Ordinal) ? lease : null,
                SubjectType = "user",
                SubjectId = user,
                SessionId = "s",
                Generation = 1,
                IssuedAt = Epoch + (long)(issued ?? at),
            }
        );
        return this;
    }

    public Scene Listed(string lease, string status, double issued, int generation = 1)
    {
        ended = true;
        leases.Add(
            new ListedLease
            {
                LeaseId = lease,
                Entitlement = Entitlement,
                Status = status,
                Generation = generation,
                IssuedAt = Epoch + (long)issued,
                ExpiresAt = Epoch + (long)issued + LeaseSeconds,
            }
        );
        return this;
    }

    public History History() =>
        new()
        {
            Run = new Run
            {
                Seed = 1,
                Build = "by hand",
                SettleMs = 10_000,
            },
            Pools = [Pool],
            Operations = [.. operations.OrderBy(call => call.ReturnNs)],
            Feed = ended ? feed : null,
            Leases = ended ? leases : null,
        };

    /// <summary>What the claim finds; it must have had something to judge.</summary>
    public IReadOnlyList<Violation> Broken<TClaim>()
        where TClaim : IClaim
    {
        var result = Checker.Judge(Checker.Claims.Single(claim => claim is TClaim), new Evidence(History()));
        Xunit.Assert.NotEqual(0, result.Judged);
        return result.Violations;
    }

    private static Operation Asking(Operation call, string user) => call with { SubjectType = "user", SubjectId = user, SessionId = "s" };
}
