using System.Buffers.Text;
using System.Text.Json;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Telemetry;

internal static class AuditEndpoints
{
    private const string Tag = "Audit";

    private static readonly QueryParameter Tenant = QueryParameter.Text(
        "tenant_id",
        "Only this tenant's; `_vendor` for what all tenants share."
    );
    private static readonly QueryParameter Action = QueryParameter.Text("action", "Only these acts: `entitlement.updated`, say.");
    private static readonly QueryParameter Subject = QueryParameter.Text("subject", "Only what was done to this: an id.");
    private static readonly QueryParameter Token = QueryParameter.Text("actor", "Only what was done with this API token: `token_…`.");

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/audit/status", Status)
            {
                Name = "get_audit_status",
                Tag = Tag,
                Summary = "Read where the audit trail stands",
                Description =
                    "The head of one chain, sealed by the server: the caller's own tenant's, or the vendor's for a token that is tied to none. Who keeps "
                    + "it elsewhere finds out if acts are taken away from the end later.",
                Scope = Scopes.AuditRead,
                Query = [Tenant],
                Answers = [Success.Ok<AuditStatusAnswer>("The head of the chain.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/audit/events", List)
            {
                Name = "list_audit_events",
                Tag = Tag,
                Summary = "List what administrators did",
                Description = "Newest first: who did what to what, how it stood before and after, and from where.",
                Scope = Scopes.AuditRead,
                Query = [Tenant, Action, Subject, Token, QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<AuditList>("A page of acts.")],
                Refusals = [DenialCode.NotFound],
            }
        );
    }

    private static Task<Outcome<Answer>> Status(Call call) =>
        call.Send(new GetAuditStatus(Ids.TenantOrNull(call.Query[Tenant])))
            .As(head => Answer.Ok(ToWire(head), WireJson.Requests.AuditStatusAnswer));

    private static Task<Outcome<Answer>> List(Call call) =>
        call.Send(
                new ListAudit(call.Query.Limit, call.Query.Cursor)
                {
                    Tenant = Ids.TenantOrNull(call.Query[Tenant]),
                    Act = call.Query[Action],
                    Subject = call.Query[Subject],
                    TokenId = call.Query[Token],
                }
            )
            .As(page =>
                Answer.Ok(
                    new AuditList { Events = [.. page.Items.Select(ToWire)], NextCursor = page.NextCursor },
                    WireJson.Requests.AuditList
                )
            );

    private static AuditStatusAnswer ToWire(AuditHead head) =>
        new()
        {
            TenantId = head.Tenant.Value,
            Events = head.Number - head.PurgedNumber,
            LastSequence = head.Number,
            PurgedSequence = head.PurgedNumber,
            LastTime = head.Number == 0 ? null : head.LastAt.ToDateTimeOffset(),
            Hash = Convert.ToHexStringLower(head.Hash),
            KeyId = head.Number == 0 ? null : head.SealKeyId,
            Seal = head.Number == 0 ? null : Base64Url.EncodeToString(head.Seal),
        };

    private static AuditEvent ToWire(AuditRecord record) =>
        new()
        {
            TenantId = record.Row.Tenant.Value,
            Sequence = record.Row.Number,
            Time = record.Row.At.ToDateTimeOffset(),
            Action = record.Row.Act,
            Subject = record.Row.Subject,
            Actor = new AuditActor
            {
                Type = record.Row.TokenId is null ? AuditActorTypes.Server : AuditActorTypes.ApiToken,
                TokenId = record.Row.TokenId,
                Address = record.Row.Address,
            },
            RequestId = record.Row.RequestId,
            Before = record.Row.Before is { } before ? JsonElement.Parse(before) : null,
            After = JsonElement.Parse(record.Row.After),
            Person = record.Person is { } person ? JsonElement.Parse(person.Data) : null,
            Hash = Convert.ToHexStringLower(record.Row.Hash),
        };
}
