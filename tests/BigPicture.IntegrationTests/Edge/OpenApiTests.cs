using System.IO.Compression;
using System.Net;
using System.Text;
using BigPicture.Host.Commands;
using BigPicture.Host.Edge.OpenApi;
using BigPicture.Host.Edge.Routing;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.IntegrationTests.Edge;

public sealed class OpenApiTests(SharedServer server)
{
    [Fact]
    public void The_committed_document_is_what_the_routes_make() =>
        Assert.True(
            Encoding.UTF8.GetString(OpenApiDocument.Committed()) == OpenApiCommand.Write(),
            "docs/openapi/v1.json is out of date: run build/openapi and commit what it wrote."
        );

    [Fact]
    public async Task The_served_document_is_the_committed_one()
    {
        var reply = (await server.Live.Anonymous.Get("/openapi/v1.json")).Must(HttpStatusCode.OK);
        Assert.Equal("application/json", reply.MediaType);
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.Path("docs/openapi/v1.json"), TestContext.Current.CancellationToken),
            reply.Text
        );
        Assert.Equal("3.1.1", reply["openapi"]);
    }

    [Fact]
    public void Every_route_says_who_may_call_it()
    {
        IEndpointRouteBuilder routes = server.Live.App;
        var endpoints = routes.DataSources.SelectMany(source => source.Endpoints).ToList();
        Assert.NotEmpty(endpoints);
        Assert.All(
            endpoints,
            endpoint =>
                Assert.True(
                    endpoint.Metadata.GetMetadata<Operation>() is not null || endpoint.Metadata.GetMetadata<PublicPage>() is not null
                )
        );
    }

    [Fact]
    public void Every_operation_tells_its_refusals_with_the_problem_schema() =>
        Assert.All(
            ApiDocument.Routes,
            route =>
            {
                var refusals = route
                    .Operation.GetProperty("responses")
                    .EnumerateObject()
                    .Where(response => response.Name[0] is '4' or '5')
                    .ToList();
                Assert.All(
                    refusals,
                    refusal =>
                        Assert.Equal(
                            "#/components/schemas/ProblemDocument",
                            refusal
                                .Value.GetProperty("content")
                                .GetProperty("application/problem+json")
                                .GetProperty("schema")
                                .GetProperty("$ref")
                                .GetString()
                        )
                );
                var statuses = refusals.Select(refusal => refusal.Name).ToHashSet();
                Assert.Superset(new HashSet<string> { "400", "429", "500", "503" }, statuses);
                Assert.Equal(route.Scope is not null, statuses.Contains("401"));
                Assert.Equal(route.Body is not null, statuses.Contains("413") && statuses.Contains("415"));
                Assert.True(!route.Parameters("path").Any() || statuses.Contains("404"));
            }
        );

    [Fact]
    public void Names_are_in_snake_case_and_every_member_is_explained() =>
        Assert.All(
            ApiDocument.Root.GetProperty("components").GetProperty("schemas").EnumerateObject(),
            schema =>
            {
                Assert.NotEmpty(schema.Value.GetProperty("description").GetString()!);
                Assert.All(
                    schema.Value.GetProperty("properties").EnumerateObject(),
                    member =>
                    {
                        Assert.Matches("^[a-z]+(_[a-z]+)*$", member.Name);
                        Assert.True(
                            member.Value.TryGetProperty("description", out _) || member.Value.TryGetProperty("$ref", out _),
                            $"{schema.Name}.{member.Name}"
                        );
                    }
                );
            }
        );

    [Fact]
    public async Task The_page_that_shows_it_asks_no_other_server()
    {
        var page = (await server.Live.Anonymous.Get("/docs")).Must(HttpStatusCode.OK);
        Assert.Equal("text/html", page.MediaType);
        Assert.DoesNotContain("://", page.Text, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", page.Header("Content-Security-Policy")!, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", page.Header("Content-Security-Policy")!, StringComparison.Ordinal);

        using var answer = await server.Live.Anonymous.GetAsync("/docs/scalar.js", TestContext.Current.CancellationToken);
        await using var packed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var script = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(script);
        Assert.Contains("api-reference", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
