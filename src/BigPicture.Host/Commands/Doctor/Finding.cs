namespace BigPicture.Host.Commands.Doctor;

/// <summary>Something that is not as it should be, and what to do about it.</summary>
/// <param name="Code">Fixed: scripts stand on it.</param>
internal sealed record Finding(Severity Severity, string Code, string Message, string Fix)
{
    /// <summary>Data or keys are not what was written.</summary>
    public bool IsDamage { get; init; }

    public static Finding Error(string code, string message, string fix) => new(Severity.Error, code, message, fix);

    public static Finding Warning(string code, string message, string fix) => new(Severity.Warning, code, message, fix);

    public static Finding Damage(string code, string message, string fix) => Error(code, message, fix) with { IsDamage = true };
}

internal enum Severity
{
    Ok,

    /// <summary>Not looked at, because of something that another check tells.</summary>
    Skipped,

    /// <summary>The server does its work; something will break later, or is not as safe as it could be.</summary>
    Warning,

    /// <summary>The server does not do its work, will not start, or must not be trusted.</summary>
    Error,
}

/// <summary>What one check saw.</summary>
/// <param name="Words">In one line, what was found well; also where something else was not.</param>
internal sealed record Examined(string Words, IReadOnlyList<Finding> Findings)
{
    public bool IsSkipped { get; init; }

    public static Examined Well(string words) => new(words, []);

    public static Examined Skipped(string why) => Well(why) with { IsSkipped = true };

    public static Examined Ill(params IReadOnlyList<Finding> findings) => new(findings[0].Message, findings);
}

/// <param name="Name">What was looked at.</param>
internal sealed record CheckResult(string Name, Examined Examined)
{
    public Severity Severity =>
        Examined.IsSkipped ? Severity.Skipped : Examined.Findings.Select(finding => finding.Severity).DefaultIfEmpty().Max();
}
