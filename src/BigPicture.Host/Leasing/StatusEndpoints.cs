using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Leasing;

/// <summary>Questions about leases that take nothing: what a subject holds, what a request would get, which keys verify.</summary>
internal static class StatusEndpoints
{
    private static readonly WireJsonContext Json = WireJson.Requests;
    private static readonly QueryParameter Product = QueryParameter.Required("product_id", "The product.");
    private static readonly QueryParameter Kind = QueryParameter
        .OneOf("subject_type", [SubjectTypes.User, SubjectTypes.Machine], "What kind of subject.")
        .Needed();
    private static readonly QueryParameter SubjectId = QueryParameter.Required("subject_id", "The subject, compared exactly.");
    private static readonly QueryParameter Tenant = QueryParameter.Text(
        "tenant_id",
        "May be left out when the API token is tied to one tenant."
    );

    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/license/status", Status)
            {
                Name = "get_license_status",
                Tag = LeaseEndpoints.Tag,
                Summary = "Show what a subject holds and may draw on",
                Scope = Scopes.LicenseRead,
                IsLeaseCall = true,
                Query = [Product, Kind, SubjectId, Tenant],
                Answers = [Success.Ok<StatusAnswer>("The subject's live leases, and its tenant's entitlements for the product.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Post, "/v1/license/explain", Explain)
            {
                Name = "explain_lease",
                Tag = LeaseEndpoints.Tag,
                Summary = "Explain what a request for a lease would get",
                Description = "Takes the body of an activation; takes and records nothing.",
                Scope = Scopes.AdminRead,
                Body = typeof(ActivateRequest),
                Answers = [Success.Ok<ExplainAnswer>("Every entitlement that was asked, in order, with its rules.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/license/keys", Keys)
            {
                Name = "get_license_keys",
                Tag = LeaseEndpoints.Tag,
                Summary = "Show the public keys",
                Description = "For people and tools. An application pins its roots when it is built and never takes one from here.",
                Scope = Scopes.None,
                Answers = [Success.Ok<LicenseKeysAnswer>("Roots, certificates, and the revision of the protocol.")],
            }
        );
    }

    private static Task<Outcome<Answer>> Status(Call call) =>
        call.Send(
                new GetLicenseStatus(
                    Ids.TenantOrNull(call.Query[Tenant]),
                    new ProductId(call.Query[Product]!),
                    new Subject(LeaseWire.ToKind(call.Query[Kind]!)!.Value, call.Query[SubjectId]!)
                )
            )
            .As(status =>
                Answer.Ok(
                    new StatusAnswer
                    {
                        Leases = [.. status.Leases.Select(lease => LeaseWire.ToView(lease, status.LeasesAt))],
                        Entitlements = [.. status.Entitlements.Select(entitlement => ToWire(entitlement, status.EntitlementsAt))],
                    },
                    Json.StatusAnswer
                )
            );

    private static Task<Outcome<Answer>> Explain(Call call) =>
        call.Read(Json.ActivateRequest)
            .Then(body =>
            {
                var asked = LeaseWire.ToApplication(body);
                return asked.IsDenied(out var denial)
                    ? Task.FromResult<Outcome<Explanation>>(denial)
                    : call.Send(new ExplainLease(asked.Value, body.Takeover ?? false));
            })
            .As(explanation => Answer.Ok(ToWire(explanation), Json.ExplainAnswer));

    private static Task<Outcome<Answer>> Keys(Call call) =>
        call.Send(new GetKeys())
            .As(keys =>
                Answer.Ok(
                    new LicenseKeysAnswer
                    {
                        ApiRevision = WireJson.ApiRevision,
                        Roots = keys.Roots,
                        Certificates = keys.Certificates,
                    },
                    Json.LicenseKeysAnswer
                )
            );

    private static StatusEntitlement ToWire(IEntitlementView entitlement, Instant now)
    {
        var summary = entitlement.Summarize(now);
        return new StatusEntitlement
        {
            EntitlementId = entitlement.Id.ToString(),
            ProductId = entitlement.Product.Value,
            LicenseType = summary.LicenseType,
            Status = summary.Status,
            Features = summary.Features,
            StartsAt = summary.StartsAt.ToDateTimeOffset(),
            EndsAt = Times.OrNull(summary.EndsAt),
        };
    }

    private static ExplainAnswer ToWire(Explanation explanation) =>
        new()
        {
            Granted = explanation.Denial is null,
            Code = CodeOf(explanation.Denial),
            Entitlements = [.. explanation.Entitlements.Select(ToWire)],
        };

    private static ExplainedEntitlement ToWire(EntitlementExplanation explained) =>
        new()
        {
            EntitlementId = explained.Entitlement.ToString(),
            Granted = explained.Denial is null,
            Code = CodeOf(explained.Denial),
            Message = explained.Denial?.Message,
            Trace = [.. explained.Trace.Select(TraceWire.ToWire)],
        };

    private static string? CodeOf(Denial? denial) => denial is null ? null : ProblemTable.Of(denial.Code).Code;
}
