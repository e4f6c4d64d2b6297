using BigPicture.Application.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Entitlements;

internal static class EntitlementEndpoints
{
    public const string Tag = "Entitlements";
    private const string All = "/v1/entitlements";
    private const string One = "/v1/entitlements/{entitlement_id}";
    private static readonly WireJsonContext Json = WireJson.Requests;

    public static void MapEntitlements(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Post, All, Create)
            {
                Name = "create_entitlement",
                Tag = Tag,
                Summary = "Create an entitlement",
                Description = "What a tenant may do with a product. Both must exist; a tenant may hold any number for one product.",
                Scope = Scopes.AdminWrite,
                Body = typeof(CreateEntitlementRequest),
                TakesIdempotencyKey = true,
                Answers = [Success.Created<EntitlementAnswer>("The entitlement.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, One, Get)
            {
                Name = "get_entitlement",
                Tag = Tag,
                Summary = "Show an entitlement",
                Scope = Scopes.AdminRead,
                Answers = [Success.OkVersioned<EntitlementAnswer>("The entitlement; its `status` is as of this answer.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Put, One, Change)
            {
                Name = "change_entitlement",
                Tag = Tag,
                Summary = "Change an entitlement",
                Description =
                    "What is left out stays as it is; `policy_json` is replaced whole. Changing `type`, or taking away a feature pool that is in use, "
                    + "is refused with `CONFLICT` while leases live, unless `revoke_active_leases` is true.",
                Scope = Scopes.AdminWrite,
                Body = typeof(UpdateEntitlementRequest),
                TakesIfMatch = true,
                Answers = [Success.OkVersioned<EntitlementAnswer>("The entitlement as it stands.")],
                Refusals = [DenialCode.NotFound, DenialCode.Conflict, DenialCode.VersionMismatch],
            }
        );
        MapActs(routes);
    }

    private static void MapActs(IEndpointRouteBuilder routes)
    {
        routes.Serve(
            Act("revoke", Revoke, typeof(RevokeEntitlementRequest)) with
            {
                Summary = "Revoke an entitlement for good",
                Description =
                    "It stays listed, and issues and renews nothing. Live leases end at once unless `revoke_active_leases` is false.",
            }
        );
        routes.Serve(
            Act("suspend", Suspend, typeof(SuspendEntitlementRequest)) with
            {
                Summary = "Suspend an entitlement",
                Description = "No grants and no renewals until it is reinstated. Live leases run on unless `revoke_active_leases` is true.",
            }
        );
        routes.Serve(
            Act("reinstate", Reinstate, typeof(ReinstateEntitlementRequest)) with
            {
                Summary = "Reinstate a suspended entitlement",
                IsBodyOptional = true,
            }
        );
    }

    private static Operation Act(string verb, Handler handler, Type body) =>
        new(HttpMethods.Post, $"{One}/{verb}", handler)
        {
            Name = $"{verb}_entitlement",
            Tag = Tag,
            Summary = "",
            Scope = Scopes.AdminWrite,
            Body = body,
            TakesIfMatch = true,
            Answers = [Success.OkVersioned<EntitlementAnswer>("The entitlement as it stands.")],
            Refusals = [DenialCode.NotFound, DenialCode.Conflict, DenialCode.VersionMismatch],
        };

    private static Task<Outcome<Answer>> Create(Call call) =>
        call.Read(Json.CreateEntitlementRequest)
            .Then(body =>
                call.Send(
                    new CreateEntitlement(new TenantId(body.TenantId), new ProductId(body.ProductId), body.PolicyJson)
                    {
                        StartsAt = Times.OrNull(body.StartsAt),
                        EndsAt = Times.OrNull(body.EndsAt),
                        AutoRenew = body.AutoRenew ?? false,
                        RenewalDays = body.RenewalDays,
                    }
                )
            )
            .As(made => Answer.Created($"{All}/{made.Id}", EntitlementWire.ToWire(made), Json.EntitlementAnswer, made.Version));

    private static Task<Outcome<Answer>> Get(Call call) => Ids.Entitlement(call, id => call.Send(new GetEntitlement(id))).As(Shown);

    private static Task<Outcome<Answer>> Change(Call call) =>
        Ids.Entitlement(call, id => call.Read(Json.UpdateEntitlementRequest).Then(body => call.Send(EntitlementWire.ToChange(id, body))))
            .As(Shown);

    private static Task<Outcome<Answer>> Revoke(Call call) =>
        Ids.Entitlement(
                call,
                id =>
                    call.Read(Json.RevokeEntitlementRequest)
                        .Then(body =>
                            call.Send(new RevokeEntitlement(id, body.Reason) { RevokeActiveLeases = body.RevokeActiveLeases ?? true })
                        )
            )
            .As(Shown);

    private static Task<Outcome<Answer>> Suspend(Call call) =>
        Ids.Entitlement(
                call,
                id =>
                    call.Read(Json.SuspendEntitlementRequest)
                        .Then(body =>
                            call.Send(new SuspendEntitlement(id, body.Reason) { RevokeActiveLeases = body.RevokeActiveLeases ?? false })
                        )
            )
            .As(Shown);

    private static Task<Outcome<Answer>> Reinstate(Call call) =>
        Ids.Entitlement(
                call,
                id => call.ReadIfAny(Json.ReinstateEntitlementRequest).Then(body => call.Send(new ReinstateEntitlement(id, body.Reason)))
            )
            .As(Shown);

    private static Answer Shown(EntitlementView entitlement) =>
        Answer.Ok(EntitlementWire.ToWire(entitlement), Json.EntitlementAnswer, entitlement.Version);
}
