using System.Buffers;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Entitlements;

/// <summary>
/// Asks a license type and believes nothing: it may be a plug-in. What it throws or answers against its contract becomes
/// <see cref="DenialCode.LicenseTypeUnavailable"/>, with the fault for the log; never a lease, never a broken server.
/// </summary>
internal static class LicenseTypeCall
{
    private const int ClaimsMax = 32;
    private const int PoolMax = 160;
    private const int HolderMax = 128;
    private const int MessageMax = 500;
    private const int ReasonMax = 64;
    private const int RetryAfterSeconds = 60;

    private static readonly SearchValues<char> ReasonCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public static Denial? RefuseSubject(LicenseType? type, Policy policy, LeaseRequest request)
    {
        if (type is null)
            return Unavailable(policy, fault: null);
        try
        {
            var refusal = type.RefuseSubject(request);
            if (refusal is null)
                return null;
            return Text.Problem(refusal, MessageMax) is { } problem
                ? Unavailable(policy, Breach($"The reason to refuse a subject {problem}."))
                : new Denial(DenialCode.SubjectMismatch, refusal);
        }
        catch (Exception thrown)
        {
            return Unavailable(policy, thrown);
        }
    }

    public static Outcome<SeatClaim[]> Decide(LicenseType? type, Policy policy, LeaseRequest request)
    {
        if (type is null)
            return Unavailable(policy, fault: null);
        try
        {
            return type.Decide(policy.ForLicenseType, request) switch
            {
                Decision.Denied denied when Problem(denied) is { } problem => Unavailable(policy, Breach(problem)),
                Decision.Denied denied => new Denial(DenialCode.LicenseTypeDenied, denied.Message) { Reason = denied.Reason },
                Decision.Granted granted => Check(granted, policy),
                _ => Unavailable(policy, Breach("It decided nothing.")),
            };
        }
        catch (Exception thrown)
        {
            return Unavailable(policy, thrown);
        }
    }

    private static string? Problem(Decision.Denied denied) =>
        !Text.IsNameOf(ReasonCharacters, denied.Reason, ReasonMax) ? $"Its reason must be 1–{ReasonMax} of a-z 0-9 . _ -."
        : Text.Problem(denied.Message ?? "", MessageMax) is { } problem ? $"The message to its denial {problem}."
        : null;

    /// <summary>A copy, as a plug-in's list may be any code.</summary>
    private static Outcome<SeatClaim[]> Check(Decision.Granted granted, Policy policy)
    {
        if (granted.Claims is null)
            return Unavailable(policy, Breach("Its claims are null."));

        SeatClaim[] claims = [.. granted.Claims.Take(ClaimsMax + 1)];
        return Problem(claims, policy) is { } problem ? Unavailable(policy, Breach(problem)) : claims;
    }

    private static string? Problem(SeatClaim[] claims, Policy policy)
    {
        if (claims.Length > ClaimsMax)
            return $"It claims more than {ClaimsMax} seats at once.";

        for (var i = 0; i < claims.Length; i++)
        {
            if (Problem(claims[i], policy) is { } problem)
                return problem;
            for (var j = 0; j < i; j++)
            {
                if (claims[j].Pool != claims[i].Pool)
                    continue;
                if (claims[j].Holder == claims[i].Holder)
                    return $"It claims twice for '{claims[i].Holder}' in pool '{claims[i].Pool}'.";
                if (claims[j].Limit != claims[i].Limit)
                    return $"It gives pool '{claims[i].Pool}' two limits.";
            }
        }
        return null;
    }

    private static string? Problem(SeatClaim? claim, Policy policy)
    {
        if (claim is null)
            return "One of its claims is null.";
        if (Text.Problem(claim.Pool ?? "", PoolMax) is { } pool)
            return $"The name of a pool {pool}.";
        if (claim.Pool!.StartsWith(Policy.FeaturePool(""), StringComparison.Ordinal))
            return $"Pool '{claim.Pool}' is the server's own.";
        if (Text.Problem(claim.Holder ?? "", HolderMax) is { } holder)
            return $"The holder of a seat {holder}.";

        var most = claim.Pool == SeatClaim.Seats ? policy.SeatsMax ?? 0 : PolicyLimits.SeatsMost;
        return claim.Limit < 1 || claim.Limit > most ? $"It gives pool '{claim.Pool}' {claim.Limit} seats; {most} is the most." : null;
    }

    private static Denial Unavailable(Policy policy, Exception? fault) =>
        new(
            DenialCode.LicenseTypeUnavailable,
            fault is null
                ? $"License type '{policy.LicenseType}' is not installed on this server. Tell its operator."
                : $"License type '{policy.LicenseType}' failed on this server. Tell its operator, and try again later."
        )
        {
            Fault = fault,
            RetryAfterSeconds = RetryAfterSeconds,
        };

    private static InvalidOperationException Breach(string what) => new($"The license type broke its contract. {what}");
}
