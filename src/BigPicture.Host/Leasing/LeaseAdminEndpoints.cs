using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Leasing;

/// <summary>What operators do with leases: list, show, revoke.</summary>
internal static class LeaseAdminEndpoints
{
    private const string One = "/v1/leases/{lease_id}";
    private static readonly WireJsonContext Json = WireJson.Requests;
    private static readonly QueryParameter Tenant = QueryParameter.Text("tenant_id", "Only this tenant's.");
    private static readonly QueryParameter Product = QueryParameter.Text("product_id", "Only those for this product.");
    private static readonly QueryParameter Entitlement = QueryParameter.Text("entitlement_id", "Only those under this entitlement.");
    private static readonly QueryParameter SubjectId = QueryParameter.Text("subject_id", "Only this subject's, compared exactly.");
    private static readonly QueryParameter Status = QueryParameter.OneOf(
        "status",
        [.. Enum.GetValues<LeaseState>().Select(LeaseWire.WordOf)],
        "Only those that stand so now; `active` when left out."
    );

    public static void MapLeaseAdministration(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/leases", List)
            {
                Name = "list_leases",
                Tag = LeaseEndpoints.Tag,
                Summary = "List leases",
                Scope = Scopes.AdminRead,
                Query = [Tenant, Product, Entitlement, SubjectId, Status, QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<LeaseList>("One page, in order of age.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, One, Get)
            {
                Name = "get_lease",
                Tag = LeaseEndpoints.Tag,
                Summary = "Show a lease",
                Scope = Scopes.AdminRead,
                Answers = [Success.Ok<LeaseView>("The lease as it stands, without its token.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Post, $"{One}/revoke", Revoke)
            {
                Name = "revoke_lease",
                Tag = LeaseEndpoints.Tag,
                Summary = "Revoke a lease",
                Description = "`block_seconds` keeps its subject from activating again on that entitlement for as long.",
                Scope = Scopes.AdminWrite,
                Body = typeof(RevokeLeaseRequest),
                Answers = [Success.Ok<LeaseView>("The lease as it stands.")],
                Refusals = [DenialCode.NotFound, DenialCode.LeaseReleased, DenialCode.LeaseExpired],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/entitlements/{entitlement_id}/leases", ListActive)
            {
                Name = "list_active_leases",
                Tag = LeaseEndpoints.Tag,
                Summary = "List an entitlement's live leases",
                Scope = Scopes.AdminRead,
                Query = [QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<ActiveLeaseList>("One page, in order of age.")],
                Refusals = [DenialCode.NotFound],
            }
        );
    }

    private static Task<Outcome<Answer>> List(Call call)
    {
        var entitlement = Ids.EntitlementOrNull(Entitlement.Name, call.Query[Entitlement]);
        if (entitlement.IsDenied(out var denial))
            return Task.FromResult<Outcome<Answer>>(denial);
        var query = new ListLeases(call.Query.Limit, call.Query.Cursor)
        {
            Tenant = Ids.TenantOrNull(call.Query[Tenant]),
            Product = Ids.ProductOrNull(call.Query[Product]),
            Entitlement = entitlement.Value,
            SubjectId = call.Query[SubjectId],
            State = call.Query[Status] is { } word ? StateOf(word) : LeaseState.Live,
        };
        return call.Send(query)
            .As(page =>
                Answer.Ok(
                    new LeaseList
                    {
                        Leases = [.. page.Items.Select(record => LeaseWire.ToView(record, call.Trusted))],
                        NextCursor = page.NextCursor,
                    },
                    Json.LeaseList
                )
            );
    }

    private static Task<Outcome<Answer>> Get(Call call) => Ids.Lease(call, id => call.Send(new GetLease(id))).As(Shown(call));

    private static Task<Outcome<Answer>> Revoke(Call call) =>
        Ids.Lease(
                call,
                id => call.Read(Json.RevokeLeaseRequest).Then(body => call.Send(new RevokeLease(id, body.Reason, body.BlockSeconds ?? 0)))
            )
            .As(Shown(call));

    private static Task<Outcome<Answer>> ListActive(Call call) =>
        Ids.Entitlement(
            call,
            id =>
                call.Send(new ListLeases(call.Query.Limit, call.Query.Cursor) { Entitlement = id })
                    .As(page =>
                        Answer.Ok(
                            new ActiveLeaseList
                            {
                                EntitlementId = id.ToString(),
                                ActiveLeases = [.. page.Items.Select(LeaseWire.ToActive)],
                                NextCursor = page.NextCursor,
                            },
                            Json.ActiveLeaseList
                        )
                    )
        );

    private static Func<LeaseRecord, Answer> Shown(Call call) =>
        record => Answer.Ok(LeaseWire.ToView(record, call.Trusted), Json.LeaseView);

    private static LeaseState StateOf(string word) => Enum.GetValues<LeaseState>().Single(state => LeaseWire.WordOf(state) == word);
}
