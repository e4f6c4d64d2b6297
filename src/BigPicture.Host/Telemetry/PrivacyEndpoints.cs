using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Routing;
using BigPicture.LicenseTypes;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Telemetry;

internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder routes) =>
        routes.Serve(
            new Operation(HttpMethods.Post, "/v1/privacy/erasures", Erase)
            {
                Name = "erase_subject",
                Tag = "Privacy",
                Summary = "Erase a person or a machine",
                Description =
                    "Puts a random name in the place of the subject's in ended leases and events, and takes it out of the audit trail, whose chain still "
                    + "holds. Final, and for tokens that are tied to nothing. A lease that is in force keeps its holder until it ends: `live_leases` counts them. Looks through 2,000 events a call: repeat it with `after` while the answer has "
                    + "`next_after`.",
                Scope = Scopes.AdminWrite,
                Body = typeof(EraseSubjectRequest),
                Answers = [Success.Ok<ErasureAnswer>("What was erased by this call.")],
                Refusals = [DenialCode.NotFound],
            }
        );

    private static Task<Outcome<Answer>> Erase(Call call) =>
        call.Read(WireJson.Requests.EraseSubjectRequest)
            .Then(body => Task.FromResult(ToCommand(body)))
            .Then(call.Send)
            .As(erased =>
                Answer.Ok(
                    new ErasureAnswer
                    {
                        Leases = erased.Leases,
                        LiveLeases = erased.LiveLeases,
                        Events = erased.Events,
                        AuditEvents = erased.AuditEvents,
                        NextAfter = erased.NextAfter,
                    },
                    WireJson.Requests.ErasureAnswer
                )
            );

    private static Outcome<EraseSubject> ToCommand(EraseSubjectRequest body)
    {
        SubjectKind? kind = body.SubjectType switch
        {
            SubjectTypes.User => SubjectKind.User,
            SubjectTypes.Machine => SubjectKind.Machine,
            _ => null,
        };
        if (kind is null)
            return Denial.BadField("subject_type", $"must be one of {SubjectTypes.User}, {SubjectTypes.Machine}");
        return new EraseSubject(new TenantId(body.TenantId), new Subject(kind.Value, body.SubjectId), body.After ?? 0);
    }
}
