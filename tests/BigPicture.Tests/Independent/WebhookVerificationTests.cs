using System.Text;
using System.Text.Json.Nodes;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Network;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>Calls that a receiver got, judged by the library that its author would take.</summary>
public sealed class WebhookVerificationTests : IAsyncDisposable
{
    private readonly TestServer server = new(new BookDouble().Register);
    private readonly Receiver receiver = new(_ => Reaction.Take);

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_call_is_verified_by_the_library_with_the_secret_that_was_shown()
    {
        var made = await server.Do(new CreateWebhook(receiver.Url));
        var call = await Call();

        var read = await Verify(made.Secret!, call);
        Assert.Equal("bigpicture.tenant.created", (string?)read?["type"]);
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public async Task A_secret_that_was_given_signs(string secret)
    {
        await server.Do(new CreateWebhook(receiver.Url) { Secret = secret });

        Assert.NotNull(await Verify(secret, await Call()));
    }

    [Fact]
    public async Task While_secrets_change_over_each_of_them_verifies_and_no_third_one()
    {
        var made = await server.Do(new CreateWebhook(receiver.Url));
        var rotated = await server.Do(new RotateWebhookSecret(made.Webhook.Id));
        var call = await Call();

        Assert.NotNull(await Verify(made.Secret!, call));
        Assert.NotNull(await Verify(rotated.Secret!, call));
        Assert.Null(await Verify("whsec_" + Convert.ToBase64String(new byte[32]), call));
    }

    [Fact]
    public async Task A_changed_body_or_an_old_call_is_refused_by_the_library()
    {
        var made = await server.Do(new CreateWebhook(receiver.Url));
        var call = await Call();

        Assert.Null(await Verify(made.Secret!, call with { Body = [.. call.Body, (byte)' '] }));
        Assert.Null(await Verify(made.Secret!, call, later: TimeSpan.FromMinutes(6)));
    }

    private async Task<ReceivedCall> Call()
    {
        await server.Do(new CreateTenant(new TenantId("acme"), "Größe 🔑"));
        await server.Do(new ListEvents());
        await server.Do(new DeliverWebhooks());
        await server.Services.GetRequiredService<WebhookCrew>().Rest();
        return Assert.Single(receiver.Calls);
    }

    private Task<JsonObject?> Verify(string secret, ReceivedCall call, TimeSpan later = default) =>
        IndependentVerifier.VerifyCall(secret, call.Headers, Encoding.UTF8.GetString(call.Body), server.Clock.GetUtcNow() + later);
}
