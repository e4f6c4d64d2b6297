using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>Runs tests/independent/schema.mjs: the npm library <c>ajv</c> on Node.</summary>
internal static class SchemaCheck
{
    private static readonly string Folder = Repository.Path("tests/independent");

    /// <returns>What is wrong with a document by one of the schemas.</returns>
    public static async Task<IReadOnlyList<string>> Run(IEnumerable<string> schemas, IEnumerable<JsonElement> documents)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules")) || Environment.GetEnvironmentVariable("CI") == "true",
            "npm ci --prefix tests/independent has not been run."
        );
        var request = new JsonObject
        {
            ["schemas"] = new JsonArray([.. schemas.Select(schema => JsonNode.Parse(schema))]),
            ["documents"] = new JsonArray([.. documents.Select(document => JsonNode.Parse(document.GetRawText()))]),
        };
        using var node = Process.Start(
            new ProcessStartInfo("node", "schema.mjs")
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var cancel = TestContext.Current.CancellationToken;
        var error = node.StandardError.ReadToEndAsync(cancel);
        var output = node.StandardOutput.ReadToEndAsync(cancel);
        await node.StandardInput.WriteAsync(request.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync(cancel);
        Assert.True(node.ExitCode == 0, await error);
        return [.. JsonNode.Parse(await output)!.AsArray().Select(wrong => wrong!.ToJsonString())];
    }
}
