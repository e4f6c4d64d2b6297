using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Leasing;

/// <summary>What applications call: activate, renew, release, validate.</summary>
internal static class LeaseEndpoints
{
    public const string Tag = "Leases";
    private static readonly WireJsonContext Json = WireJson.Requests;

    /// <summary>Why a lease is not, or no longer, granted; in the order in which activation asks.</summary>
    private static readonly DenialCode[] Refusals =
    [
        DenialCode.NoEntitlement,
        DenialCode.EntitlementRevoked,
        DenialCode.EntitlementSuspended,
        DenialCode.EntitlementExpired,
        DenialCode.EntitlementNotStarted,
        DenialCode.SyncExpired,
        DenialCode.SubjectMismatch,
        DenialCode.SubjectBlocked,
        DenialCode.FeatureNotEntitled,
        DenialCode.LicenseTypeDenied,
        DenialCode.LicenseTypeUnavailable,
        DenialCode.SeatsExhausted,
    ];

    private static readonly DenialCode[] Over =
    [
        DenialCode.LeaseReleased,
        DenialCode.LeaseRevoked,
        DenialCode.LeaseSuperseded,
        DenialCode.LeaseExpired,
    ];

    private static readonly DenialCode[] RenewalRefusals =
    [
        DenialCode.TokenInvalid,
        .. Over,
        .. Refusals[1..6],
        DenialCode.LicenseTypeUnavailable,
        DenialCode.NotFound,
    ];

    public static void MapLeaseCalls(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            Call("/lease", Activate, typeof(ActivateRequest)) with
            {
                Scope = Scopes.LicenseWrite,
                Name = "activate_lease",
                Summary = "Take a lease",
                Description =
                    "The same entitlement, subject, machine and session get the same lease back, so a retry takes nothing twice. With neither "
                    + "machine nor session the session is derived from `Idempotency-Key` where there is one, else made and returned.",
                TakesIdempotencyKey = true,
                Answers =
                [
                    new Success(StatusCodes.Status201Created, typeof(Protocol.Wire.LeaseAnswer), "A new lease."),
                    Success.Ok<Protocol.Wire.LeaseAnswer>("The lease that this key holds already, taken over where that was asked for."),
                ],
                Refusals = [.. Refusals, DenialCode.NotFound, DenialCode.Conflict],
            }
        );
        routes.Serve(
            Call("/lease/renew", Renew, typeof(RenewRequest)) with
            {
                Scope = Scopes.LicenseWrite,
                Name = "renew_lease",
                Summary = "Renew a lease",
                Description =
                    "Any token of the lease and of its current generation will do, also one past its `exp`, until the lease's grace is over.",
                Answers = [Success.Ok<Protocol.Wire.LeaseAnswer>("The lease with its new end.")],
                Refusals = [.. RenewalRefusals, DenialCode.FeatureNotEntitled],
            }
        );
        routes.Serve(
            Call("/lease/release", Release, typeof(ReleaseRequest)) with
            {
                Scope = Scopes.LicenseWrite,
                Name = "release_lease",
                Summary = "Give a lease back",
                Description = "Harmless to repeat: a lease that has ended in any way is answered as it ended.",
                Answers = [Success.Ok<ReleaseAnswer>("How the lease ended.")],
                Refusals = [DenialCode.TokenInvalid, DenialCode.LeaseSuperseded, DenialCode.NotFound],
            }
        );
        routes.Serve(
            Call("/usage", Report, typeof(UsageRequest)) with
            {
                Scope = Scopes.LicenseWrite,
                Name = "report_usage",
                Summary = "Report the use of features",
                Description =
                    "For a lease whose entitlement has `usage_signals`, with features that it carries. Counted by feature and day. The same report "
                    + "of the same lease counts once within 24 hours, so one whose answer was lost is sent again as it was.",
                Answers = [Success.Ok<UsageAnswer>("What was counted.")],
                Refusals = [.. RenewalRefusals, DenialCode.FeatureNotEntitled],
            }
        );
        routes.Serve(
            Call("/lease/validate", Validate, typeof(ValidateRequest)) with
            {
                Scope = Scopes.LicenseRead,
                Name = "validate_lease",
                Summary = "Ask whether a lease is in force",
                Answers =
                [
                    Success.Ok<ValidateAnswer>("Whether it is, and the code of the refusal that a renewal would get when it is not."),
                ],
                Refusals = [DenialCode.NotFound],
            }
        );
    }

    private static Operation Call(string path, Handler handler, Type body) =>
        new(HttpMethods.Post, $"/v1/license{path}", handler)
        {
            Name = "",
            Tag = Tag,
            Summary = "",
            Scope = default,
            IsLeaseCall = true,
            Body = body,
            Answers = [],
        };

    private static async Task<Outcome<Answer>> Activate(Call call)
    {
        var body = await call.Read(Json.ActivateRequest);
        if (body.IsDenied(out var denial))
            return denial;
        var asked = LeaseWire.ToApplication(body.Value);
        if (asked.IsDenied(out denial))
            return denial;

        var (ask, sent) = (asked.Value, body.Value);
        var taken = await call.Send(new ActivateLease(ask, sent.Takeover ?? false, sent.AttemptId, sent.Final ?? false));
        if (taken.IsDenied(out denial))
            return denial;
        var status = taken.Value.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return new Answer(status, LeaseWire.ToWire(taken.Value), Json.LeaseAnswer);
    }

    private static Task<Outcome<Answer>> Renew(Call call) =>
        call.Read(Json.RenewRequest)
            .Then(body => call.Send(new RenewLease(body.Token, LeaseWire.ToUsage(body.Usage))))
            .As(lease => Answer.Ok(LeaseWire.ToWire(lease), Json.LeaseAnswer));

    private static Task<Outcome<Answer>> Release(Call call) =>
        call.Read(Json.ReleaseRequest)
            .Then(body => call.Send(new ReleaseLease(body.Token)))
            .As(lease => Answer.Ok(LeaseWire.ToReleased(lease), Json.ReleaseAnswer));

    private static Task<Outcome<Answer>> Report(Call call) =>
        call.Read(Json.UsageRequest)
            .Then(body => call.Send(new ReportUsage(body.Token, LeaseWire.ToUsage(body.Features))))
            .As(counted => Answer.Ok(LeaseWire.ToWire(counted), Json.UsageAnswer));

    private static Task<Outcome<Answer>> Validate(Call call) =>
        call.Read(Json.ValidateRequest)
            .Then(body => call.Send(new ValidateLease(body.Token, body.MachineId)))
            .As(validation => Answer.Ok(LeaseWire.ToWire(validation, call.Trusted), Json.ValidateAnswer));
}
