using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>Runs the scripts of tests/independent, which check with libraries that this project did not write, on Node.</summary>
internal static class IndependentVerifier
{
    private static readonly string Folder = Path.Combine(Testing.Checkout.Root, "tests", "independent");

    /// <summary>A lease token, by the npm library <c>paseto</c>.</summary>
    /// <returns>What it read from the token, or null when it refused.</returns>
    public static Task<JsonObject?> Verify(string token, string root, string product, DateTimeOffset now, string? machine = null)
    {
        var request = new JsonObject
        {
            ["token"] = token,
            ["root"] = root,
            ["product"] = product,
            ["now"] = now.ToString("O"),
        };
        if (machine is not null)
            request["machine"] = machine;
        return Run("verify.mjs", request);
    }

    /// <summary>A webhook's call, by the npm library <c>standardwebhooks</c>.</summary>
    /// <returns>What it read from the body, or null when it refused.</returns>
    public static Task<JsonObject?> VerifyCall(
        string secret,
        IReadOnlyDictionary<string, string> headers,
        string body,
        DateTimeOffset now
    ) =>
        Run(
            "webhook.mjs",
            new JsonObject
            {
                ["secret"] = secret,
                ["headers"] = new JsonObject(
                    headers.Select(pair => KeyValuePair.Create(pair.Key.ToLowerInvariant(), (JsonNode?)pair.Value))
                ),
                ["body"] = body,
                ["now"] = now.ToString("O"),
            }
        );

    private static async Task<JsonObject?> Run(string script, JsonObject request)
    {
        // `build/test` installs it; a lone run of the tests on a machine without Node says that it did not look.
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules")) || Environment.GetEnvironmentVariable("CI") == "true",
            "npm ci --prefix tests/independent has not been run."
        );
        using var node = Process.Start(
            new ProcessStartInfo("node", script)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var cancel = TestContext.Current.CancellationToken;
        await node.StandardInput.WriteAsync(request.ToJsonString());
        node.StandardInput.Close();
        var error = node.StandardError.ReadToEndAsync(cancel);
        var output = await node.StandardOutput.ReadToEndAsync(cancel);
        await node.WaitForExitAsync(cancel);
        if (node.ExitCode == 0)
            return JsonNode.Parse(output)!.AsObject();

        // A refusal is an answer; a script that does not run is none.
        Assert.Contains("refused: ", await error, StringComparison.Ordinal);
        return null;
    }
}
