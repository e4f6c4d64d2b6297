using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Host.Edge.Streams;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Leasing;

/// <summary>What a tenant's applications must no longer take for good: as a list to fetch, and pushed.</summary>
internal static class RevocationEndpoints
{
    /// <summary>Written once for all who follow a list, for as long as somebody has it in hand.</summary>
    private static readonly ConditionalWeakTable<SignedList, byte[]> Bodies = [];

    private static readonly WireJsonContext Json = WireJson.Requests;
    private static readonly QueryParameter Tenant = QueryParameter.Text(
        "tenant_id",
        "May be left out when the API token is tied to one tenant."
    );

    public static void MapRevocations(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/license/revocations", Get)
            {
                Name = "get_revocations",
                Tag = LeaseEndpoints.Tag,
                Summary = "Get a tenant's revocation list",
                Description =
                    "Signed, always whole, and the same from every server: verify it with the pinned roots, and hold on to the one that is newest by "
                    + "its epoch. It is stale after a day at the latest; half a day before that there is a new one.",
                Scope = Scopes.LicenseRead,
                IsLeaseCall = true,
                Query = [Tenant],
                TakesIfNoneMatch = true,
                Answers =
                [
                    Success.OkVersioned<RevocationsAnswer>("The list, and its epoch for a look without opening it."),
                    Success.NotModified("The caller has this list."),
                ],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/license/stream", Follow)
            {
                Name = "follow_revocations",
                Tag = LeaseEndpoints.Tag,
                Summary = "Follow a tenant's revocation list",
                Description =
                    "The list at once, and again within a second of each change, on whichever server that was. `Last-Event-ID` is the epoch of the list "
                    + "that the caller has: where it stands still, nothing comes until it has grown; any other number gets the list at once. Leave the "
                    + "header out when your list is about to be stale.",
                Scope = Scopes.LicenseRead,
                IsLeaseCall = true,
                Query = [Tenant],
                TakesLastEventId = true,
                Answers =
                [
                    Success.Stream("Events `revocations`: `id` the epoch, `data` the list as `/v1/license/revocations` answers it."),
                ],
                Refusals = [DenialCode.NotFound],
            }
        );
    }

    private static Task<Outcome<Answer>> Get(Call call) =>
        call.Send(new GetRevocations(Ids.TenantOrNull(call.Query[Tenant])))
            .Then(list => Task.FromResult(call.Unless(TagOf(list), () => Answer.Ok(ToWire(list), Json.RevocationsAnswer))));

    private static async Task<Outcome<Answer>> Follow(Call call)
    {
        var held = call.LastEventId;
        if (held.IsDenied(out var denial))
            return denial;
        return await call.Send(new FollowRevocations(Ids.TenantOrNull(call.Query[Tenant]), held.Value))
            .As(following => Answer.Stream(Events(following.Lists)));
    }

    private static async IAsyncEnumerable<SentEvent> Events(
        IAsyncEnumerable<SignedList> lists,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        await foreach (var list in lists.WithCancellation(cancel))
            yield return new SentEvent(list.Epoch, Bodies.GetValue(list, BodyOf), LicenseStream.RevocationsEvent);
    }

    private static byte[] BodyOf(SignedList list) => JsonSerializer.SerializeToUtf8Bytes(ToWire(list), Json.RevocationsAnswer);

    /// <summary>By the epoch; and by the time, since a list is signed anew before it is stale, and where something on it has ended.</summary>
    private static string TagOf(SignedList list) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{list.Epoch}-{list.IssuedAt.UnixSeconds}\"");

    private static RevocationsAnswer ToWire(SignedList list) => new() { Token = list.Token, Epoch = list.Epoch };
}
