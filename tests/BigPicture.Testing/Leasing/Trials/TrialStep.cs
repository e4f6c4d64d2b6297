using CsCheck;

namespace BigPicture.Testing.Leasing.Trials;

/// <summary>One step of a random history. Numbers choose among what is there when the step is taken, so any history can be played.</summary>
public abstract record TrialStep
{
    private TrialStep() { }

    /// <summary>Time passes.</summary>
    public sealed record Wait(long Seconds) : TrialStep;

    /// <summary>Acts that are committed together, and where the process dies meanwhile.</summary>
    public sealed record Batch(IReadOnlyList<ActPlan> Acts, Crash Crash) : TrialStep
    {
        /// <summary>The acts one by one, for the message of a failed run.</summary>
        public override string ToString() => $"Batch {Crash} [{string.Join("; ", Acts)}]";
    }

    /// <summary>The entitlement changes.</summary>
    public sealed record Change(ChangeKind Kind, int Book, int Value) : TrialStep;

    /// <summary>The clock is set wrong or right; only on a ledger whose clock the test owns.</summary>
    public sealed record Skew(SkewKind Kind) : TrialStep;

    /// <summary>The process ends between two batches and starts again.</summary>
    public sealed record Restart : TrialStep;
}

/// <summary>An act to be made: of which kind, by whom, on what, and with which of its options.</summary>
public sealed record ActPlan(ActKind Kind, int Book, int Who, int Which, int Options);

/// <summary>The acts of a batch.</summary>
public enum ActKind
{
    /// <summary>Activation.</summary>
    Activate,

    /// <summary>Renewal.</summary>
    Renew,

    /// <summary>Release.</summary>
    Release,

    /// <summary>Revocation, sometimes with a block.</summary>
    Revoke,

    /// <summary>A step of the background loop.</summary>
    Reap,
}

/// <summary>The changes of an entitlement.</summary>
public enum ChangeKind
{
    /// <summary>Another number of seats.</summary>
    Seats,

    /// <summary>Another number of seats beyond the limit.</summary>
    Overdraft,

    /// <summary>Another number of seats of the feature that has a pool.</summary>
    FeatureSeats,

    /// <summary>Another number of machines a user.</summary>
    Machines,

    /// <summary>Other lengths of lease and grace.</summary>
    Lengths,

    /// <summary>Suspended without its leases, or reinstated.</summary>
    Allowed,

    /// <summary>All live leases are revoked.</summary>
    RevokeLeases,

    /// <summary>Another license type, refused while leases live.</summary>
    Type,

    /// <summary>The feature's pool is taken away, refused while leases stand on it.</summary>
    DropFeature,

    /// <summary>An end that comes nearer, or none any more.</summary>
    End,
}

/// <summary>What the clock does.</summary>
public enum SkewKind
{
    /// <summary>It is right again.</summary>
    Steady,

    /// <summary>It jumped ahead.</summary>
    Ahead,

    /// <summary>It was set back.</summary>
    Back,
}

/// <summary>Random histories.</summary>
public static class TrialScripts
{
    /// <summary>Histories of at most <paramref name="steps"/> steps.</summary>
    public static Gen<TrialStep[]> Gen(int steps) => Step.Array[1, steps];

    private static readonly Gen<ActPlan> Act = CsCheck.Gen.Select(
        CsCheck.Gen.Frequency(
            (8, CsCheck.Gen.Const(ActKind.Activate)),
            (3, CsCheck.Gen.Const(ActKind.Renew)),
            (3, CsCheck.Gen.Const(ActKind.Release)),
            (1, CsCheck.Gen.Const(ActKind.Revoke)),
            (1, CsCheck.Gen.Const(ActKind.Reap))
        ),
        CsCheck.Gen.Frequency((4, CsCheck.Gen.Const(0)), (1, CsCheck.Gen.Const(1))),
        CsCheck.Gen.Int[0, 23],
        CsCheck.Gen.Int[0, 999],
        CsCheck.Gen.Int[0, 4_095],
        (kind, book, who, which, options) => new ActPlan(kind, book, who, which, options)
    );

    private static readonly Gen<TrialStep> Step = CsCheck.Gen.Frequency(
        (3, Choice(0L, 1, 5, 30, 45, 60, 61, 120, 600).Select(seconds => (TrialStep)new TrialStep.Wait(seconds))),
        (
            10,
            CsCheck.Gen.Select(
                Act.List[1, 8],
                CsCheck.Gen.Frequency(
                    (10, CsCheck.Gen.Const(Crash.None)),
                    (1, CsCheck.Gen.Const(Crash.BeforeCommit)),
                    (1, CsCheck.Gen.Const(Crash.AfterCommit))
                ),
                (acts, crash) => (TrialStep)new TrialStep.Batch(acts, crash)
            )
        ),
        (
            3,
            CsCheck.Gen.Select(
                CsCheck.Gen.Enum<ChangeKind>(),
                CsCheck.Gen.Int[0, 1],
                CsCheck.Gen.Int[0, 99],
                (kind, book, value) => (TrialStep)new TrialStep.Change(kind, book, value)
            )
        ),
        (1, CsCheck.Gen.Enum<SkewKind>().Select(kind => (TrialStep)new TrialStep.Skew(kind))),
        (1, CsCheck.Gen.Const((TrialStep)new TrialStep.Restart()))
    );

    private static Gen<long> Choice(params long[] values) => CsCheck.Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
