using System.Net;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Wire;

namespace BigPicture.IntegrationTests.Revoking;

/// <summary>A tenant of its own with an entitlement, its application's API token, and what that application pins.</summary>
internal sealed class Customer(HttpClient admin, string tenant, string entitlement, string token, string root)
{
    public const string Path = "/v1/license/revocations";
    public const string Stream = "/v1/license/stream";

    public string Tenant => tenant;

    public string Entitlement => entitlement;

    /// <summary>With <c>license:read license:write</c> for this tenant.</summary>
    public string Token => token;

    public static async Task<Customer> Found(HttpClient admin)
    {
        var tenant = await Things.Tenant(admin);
        var entitlement = await Things.Entitlement(admin, tenant);
        var token = await Things.Token(admin, [Scopes.LicenseRead, Scopes.LicenseWrite], $"\"tenant_id\":\"{tenant}\"");
        var keys = (await admin.Get("/v1/license/keys")).Must(HttpStatusCode.OK).Body;
        return new Customer(admin, tenant, entitlement, token, keys.GetProperty("roots")[0].GetString()!);
    }

    /// <returns>The lease's id.</returns>
    public async Task<string> Lease()
    {
        var body =
            $$"""{"product_id":"viewer","tenant_id":"{{tenant}}","subject_type":"user","subject_id":"{{System.Security.Cryptography.RandomNumberGenerator.GetHexString(16)}}","session_id":"s"}""";
        return (await admin.Post("/v1/license/lease", body)).Must(HttpStatusCode.Created)["lease_id"];
    }

    public async Task Revoke(string lease) =>
        (await admin.Post($"/v1/leases/{lease}/revoke", """{"reason":"lost"}""")).Must(HttpStatusCode.OK);

    /// <returns>The id of a lease that was revoked.</returns>
    public async Task<string> RevokeSome()
    {
        var lease = await Lease();
        await Revoke(lease);
        return lease;
    }

    /// <summary>What an application would make of a list; it must be good.</summary>
    public RevocationList Verify(string list)
    {
        Assert.True(VerifyingKey.TryParse(root, out var pinned));
        var verdict = new RevocationVerifier(new LeaseVerifierOptions { Roots = [pinned], Audience = "viewer" }).Verify(
            list,
            tenant,
            TimeProvider.System.GetUtcNow()
        );
        Assert.Equal(RevocationListError.None, verdict.Error);
        return verdict.List!;
    }

    public RevocationList Verify(HeardEvent? told)
    {
        Assert.NotNull(told);
        Assert.Equal(LicenseStream.RevocationsEvent, told.Name);
        var answer = System.Text.Json.JsonSerializer.Deserialize(told.Data!, WireJson.Answers.RevocationsAnswer)!;
        var list = Verify(answer.Token);
        Assert.Equal((list.Epoch, list.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture)), (answer.Epoch, told.Id));
        return list;
    }
}
