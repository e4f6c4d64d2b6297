using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Limits;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Routing;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Edge.Access;

/// <summary>
/// Lets a call through to its operation: within the rate limit, and where that wants a scope, with an API token that has it. What has
/// no description (a path that does not exist, a method that a path does not take) is counted by address as public routes are.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, CallLimits limits)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var operation = endpoint?.Metadata.GetMetadata<Operation>();
        if (operation is null && endpoint is RouteEndpoint && endpoint.Metadata.GetMetadata<PublicPage>() is null)
            throw new InvalidOperationException($"{endpoint.DisplayName} says neither who may call it nor that everybody may.");
        var refused =
            operation is null || operation.IsPublic ? limits.Take(http.Connection.RemoteIpAddress) : await Refuse(http, operation);
        await (refused is null ? next(http) : ProblemWriter.Write(http, refused));
    }

    private async ValueTask<Denial?> Refuse(HttpContext http, Operation operation)
    {
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var secret = BearerToken.Read(http.Request.Headers.Authorization);
        var authenticated = await mediator.Send(new AuthenticateCaller(secret), http.RequestAborted);
        if (authenticated.IsDenied(out var denial))
            return limits.Take(http.Connection.RemoteIpAddress) ?? denial;

        var token = authenticated.Value;
        if (limits.Take(token.Id, operation.IsLeaseCall) is { } limited)
            return limited;
        if (!token.Scopes.HasFlag(operation.Scope))
            return new Denial(DenialCode.Forbidden, $"This needs an API token with the scope {operation.Scope.Words()[0]}.");

        var caller = http.RequestServices.GetRequiredService<Caller>();
        caller.Become(token);
        (caller.Address, caller.RequestId) = (http.Connection.RemoteIpAddress, http.TraceIdentifier);
        return null;
    }
}
