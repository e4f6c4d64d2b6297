using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Cli.Commands;

/// <summary>Shows what a token says, whoever made it. Nothing is verified, and the output says so.</summary>
internal static class LeaseInspect
{
    public static Command Create(Surroundings surroundings)
    {
        var token = LeaseTokenArgument.Create();
        var command = new Command("inspect", "Show what a token says, without verifying anything.").Taking([token]);
        command.SetAction(
            async (parse, cancel) =>
                Show(Terminal.For(surroundings, parse), await LeaseTokenArgument.Read(parse.GetRequiredValue(token), surroundings, cancel))
        );
        return command;
    }

    private static int Show(Terminal terminal, string text)
    {
        if (Open(text) is not { } token)
            return terminal.Fail(
                new Failure(
                    ExitCode.Integrity,
                    "This is no token that can be read: v4.public., a payload of JSON, and a footer are expected.",
                    "Hand it in exactly as the server gave it; lines must not be broken."
                )
            );

        var document = new JsonObject
        {
            ["verified"] = false,
            ["payload"] = token.Payload,
            ["footer"] = token.Footer,
            ["certificates"] = Certificates(token.Footer),
        };
        if (terminal.IsJson)
            terminal.Json(document);
        else
            terminal.Lines(FlatJson.Lines(document));
        terminal.Say("Nothing of this is verified: anyone can write such a token. Check it with `bigpicture lease verify`.");
        return (int)ExitCode.Ok;
    }

    private static (JsonObject Payload, JsonObject? Footer)? Open(string text)
    {
        if (!PublicToken.TryRead(text, out var token, out _) || ReadObject(token.Payload) is not { } payload)
            return null;
        return (payload, ReadObject(token.Footer));
    }

    private static JsonArray Certificates(JsonObject? footer)
    {
        var chain = footer?["chain"] as JsonArray ?? [];
        var texts = chain.OfType<JsonValue>().Select(c => c.TryGetValue<string>(out var text) ? text : "");
        return new JsonArray([.. texts.Select(t => Open(t)?.Payload)]);
    }

    private static JsonObject? ReadObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8.Span) as JsonObject;
        }
        catch (JsonException)
        {
            // Not JSON: then there is nothing to show of it.
            return null;
        }
    }
}
