using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Leasing;
using BigPicture.Protocol.Wire;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Commands;

/// <summary>
/// Goes the way of the first caller while the server starts: what is made and compiled on it once, half a second of work, is not left to
/// them. Nothing is written.
/// </summary>
internal sealed partial class WarmUp(IServiceScopeFactory scopes, IStorageFaults storage, ILogger<WarmUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            await mediator.Send(new AuthenticateCaller(ApiTokenSecret.New()), stoppingToken);
            var some = await mediator.Send(new ListEntitlements(Limit: 1), stoppingToken);
            var (tenant, product) = some.Value.Items is [var first]
                ? (first.Tenant, first.Product)
                : (TenantId.Vendor, new ProductId("none"));
            var lease = await mediator.Send(new RehearseLease(tenant, product), stoppingToken);
            ReadAndWrite(lease);
        }
        catch (Exception e) when (e is OperationCanceledException || storage.IsUnavailable(e))
        {
            NotReached(log, e.Message);
        }
        catch (Exception e)
        {
            // A server that would fail its callers tells so to them; one that fails only here serves them all the same.
            Failed(log, e);
        }
    }

    private static void ReadAndWrite(Application.Leasing.LeaseAnswer lease)
    {
        var body =
            """{ "tenant_id": "none", "product_id": "none", "subject_type": "user", "subject_id": "nobody", "session_id": "none" }"""u8;
        _ = LeaseWire.ToApplication(JsonSerializer.Deserialize(body, WireJson.Requests.ActivateRequest)!);
        _ = JsonSerializer.SerializeToUtf8Bytes(LeaseWire.ToWire(lease), WireJson.Requests.LeaseAnswer);
    }

    [LoggerMessage(4002, LogLevel.Debug, "The first caller will wait a moment longer: {Reason}")]
    private static partial void NotReached(ILogger log, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "The way of a lease could not be rehearsed")]
    private static partial void Failed(ILogger log, Exception e);
}
