using System.Text.Json.Nodes;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>Runs the scripts of tests/independent, which check with libraries that this project did not write, on Node.</summary>
internal static class IndependentVerifier
{
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
        Node.MustBeInstalled();
        var (code, output, error) = await Node.Try(script, request.ToJsonString());
        if (code == 0)
            return JsonNode.Parse(output)!.AsObject();

        // A refusal is an answer; a script that does not run is none.
        Assert.Contains("refused: ", error, StringComparison.Ordinal);
        return null;
    }
}
