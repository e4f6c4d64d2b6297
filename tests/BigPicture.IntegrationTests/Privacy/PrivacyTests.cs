using System.Net;
using System.Text.Json;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Cli;
using BigPicture.IntegrationTests.Commands;

namespace BigPicture.IntegrationTests.Privacy;

/// <summary>Names stay inside where that is asked for, and a person can be taken out.</summary>
public sealed class PrivacyTests
{
    private const string Person = "zoe.canary";
    private const string Machine = "canary-machine";

    [Fact]
    public async Task With_pseudonyms_no_name_leaves_the_server()
    {
        await using var server = await LiveServer.Start(
            new Dictionary<string, string?>
            {
                ["privacy:pseudonymous_subjects"] = "true",
                ["privacy:pseudonym_key"] = "0123456789abcdef0123456789abcdef",
            }
        );
        await Story(server);

        var told = new List<string>();
        foreach (var path in (string[])["/v1/events?limit=200", "/v1/audit/events?limit=200", "/metrics"])
            told.Add((await server.Admin.Get(path)).Must(HttpStatusCode.OK).Text);
        Assert.All(told, text => Assert.DoesNotContain("canary", text, StringComparison.Ordinal));

        // The same person is the same pseudonym, in events and in the trail; with another tenant it is another one.
        var subjects = Events(told[0], "license.issued").Select(data => data.GetProperty("subject_id").GetString()!).ToList();
        Assert.Equal(3, subjects.Count);
        Assert.All(subjects, subject => Assert.StartsWith("anon_", subject));
        Assert.Equal(2, subjects.Distinct().Count());
        var revoked = JsonElement
            .Parse(told[1])
            .GetProperty("events")
            .EnumerateArray()
            .First(e => e.GetProperty("action").GetString() == "license.revoked");
        Assert.Contains(revoked.GetProperty("person").GetProperty("subject_id").GetString(), subjects);
    }

    [Fact]
    public async Task Without_them_names_are_told_as_they_are()
    {
        await using var server = await LiveServer.Start();
        await Story(server);
        Assert.Contains(Person, (await server.Admin.Get("/v1/events?limit=200")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pseudonyms_without_a_key_are_no_setting()
    {
        using var data = await NewServer.Found();
        var refused = (
            await Told.By("serve", "--data", data.Path, "--privacy-pseudonymous-subjects", "true", "--url", "http://127.0.0.1:0")
        ).Must(ExitCode.Usage);
        Assert.Contains("pseudonym_key", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_erased_and_the_trail_still_holds()
    {
        await using var server = await LiveServer.Start();
        await Story(server);
        var before = (await server.Admin.Get("/v1/audit/status?tenant_id=acme")).Must(HttpStatusCode.OK);

        var erased = await Erase(server, Person);
        Assert.Equal((2, 0), (Number(erased, "leases"), Number(erased, "live_leases")));
        Assert.True(Number(erased, "events") >= 4);
        Assert.Equal(1, Number(erased, "audit_events"));
        Assert.Equal(0, Number(await Erase(server, Person), "leases"));

        foreach (
            var path in (string[])
                [
                    "/v1/events?tenant_id=acme&limit=200",
                    "/v1/audit/events?tenant_id=acme&limit=200",
                    "/v1/leases?tenant_id=acme&status=revoked",
                ]
        )
            Assert.DoesNotContain("canary", (await server.Admin.Get(path)).Must(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var after = (await server.Admin.Get("/v1/audit/events?tenant_id=acme&limit=200")).Body.GetProperty("events");
        Assert.Contains(after.EnumerateArray(), e => e.GetProperty("hash").GetString() == before["hash"]);
        Assert.Equal("subject.erased", after[0].GetProperty("action").GetString());
        // Of another tenant's person of the same name nothing is gone.
        Assert.Contains(Person, (await server.Admin.Get("/v1/events?limit=200")).Text, StringComparison.Ordinal);
    }

    /// <summary>The command asks until the last event has been looked at.</summary>
    [Fact]
    public async Task A_person_is_erased_by_a_command()
    {
        await using var server = await LiveServer.Start();
        await Story(server);
        var crowd = await Things.Entitlement(server.Admin, "acme", "cad-pro", """{"type":"concurrent","max_seats":5000}""");
        await Parallel.ForAsync(0, EraseSubject.StretchMax, async (n, _) => await Crowd(server, crowd, n));
        var live = await Take(server.Application, "");
        string[] at = ["--server", server.Url.ToString(), "--token", server.Founded.AdminToken, "--tenant", "acme"];

        var erased = (await Told.By(["privacy", "erase", .. at, "--user", Person, "--json"])).Fine().Json;
        Assert.Equal((2, 1), (erased.GetProperty("leases").GetInt32(), erased.GetProperty("live_leases").GetInt32()));
        (await server.Application.Post("/v1/license/lease/release", $$"""{"token":"{{live["token"]}}"}""")).Must(HttpStatusCode.OK);
        Assert.Contains("live_leases", (await Told.By(["privacy", "erase", .. at, "--user", Person])).Fine().Out, StringComparison.Ordinal);
        var late = (await server.Admin.Get($"/v1/events?tenant_id=acme&after={EraseSubject.StretchMax}&limit=200")).Must(HttpStatusCode.OK);
        Assert.Contains("erased_", late.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", late.Text, StringComparison.Ordinal);
        (await Told.By(["privacy", "erase", .. at])).Must(ExitCode.Usage);
        (await Told.By(["privacy", "erase", .. at, "--user", "a", "--machine", "b"])).Must(ExitCode.Usage);
    }

    [Theory]
    [InlineData("""{"subject_type":"user","subject_id":"x"}""", "tenant_id")]
    [InlineData("""{"tenant_id":"acme","subject_type":"person","subject_id":"x"}""", "subject_type")]
    [InlineData("""{"tenant_id":"acme","subject_type":"user"}""", "subject_id")]
    [InlineData("""{"tenant_id":"acme","subject_type":"user","subject_id":""}""", "subject_id")]
    [InlineData("""{"tenant_id":"acme","subject_type":"user","subject_id":"x","after":-1}""", "after")]
    public async Task A_malformed_erasure_names_its_field(string body, string field)
    {
        await using var server = await LiveServer.Start();
        (await server.Admin.Post("/v1/privacy/erasures", body)).MustBlame(field);
    }

    /// <summary>Two leases of one person with the demo's tenant, one given back and one revoked, and one with another tenant.</summary>
    private static async Task Story(LiveServer server)
    {
        var first = await Take(server.Application, "");
        (await server.Application.Post("/v1/license/lease/release", $$"""{"token":"{{first["token"]}}"}""")).Must(HttpStatusCode.OK);
        var second = await Take(server.Application, "");
        (await server.Admin.Post($"/v1/leases/{second["lease_id"]}/revoke", """{"reason":"lost"}""")).Must(HttpStatusCode.OK);
        var tenant = await Things.Tenant(server.Admin);
        await Things.Entitlement(server.Admin, tenant, "cad-pro", """{"type":"concurrent","max_seats":1}""");
        await Take(server.Admin, $"\"tenant_id\":\"{tenant}\",");
    }

    private static async Task<Reply> Take(HttpClient client, string more) =>
        (
            await client.Post(
                "/v1/license/lease",
                $$"""{{{more}}"product_id":"cad-pro","subject_type":"user","subject_id":"{{Person}}","machine_id":"{{Machine}}","session_id":"canary"}"""
            )
        ).Must(HttpStatusCode.Created);

    private static async Task Crowd(LiveServer server, string entitlement, int number) =>
        (
            await server.Admin.Post(
                "/v1/license/lease",
                $$"""{"tenant_id":"acme","entitlement_id":"{{entitlement}}","product_id":"cad-pro","subject_type":"user","subject_id":"u{{number}}"}"""
            )
        ).Must(HttpStatusCode.Created);

    private static async Task<Reply> Erase(LiveServer server, string person) =>
        (
            await server.Admin.Post("/v1/privacy/erasures", $$"""{"tenant_id":"acme","subject_type":"user","subject_id":"{{person}}"}""")
        ).Must(HttpStatusCode.OK);

    private static int Number(Reply reply, string member) => reply.Body.GetProperty(member).GetInt32();

    private static IEnumerable<JsonElement> Events(string page, string name) =>
        JsonElement
            .Parse(page)
            .GetProperty("events")
            .EnumerateArray()
            .Where(e => e.GetProperty("type").GetString() == "bigpicture." + name)
            .Select(e => e.GetProperty("data"));
}
