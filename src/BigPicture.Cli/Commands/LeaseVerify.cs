using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Cli.Commands;

/// <summary>Verifies a token as an application does: offline, by the vendor's root keys alone.</summary>
internal static class LeaseVerify
{
    public static Command Create(Surroundings surroundings)
    {
        var token = LeaseTokenArgument.Create();
        var roots = RootKeys();
        var product = Options.Text("--product", "The product that the token must be for; left out, any.", "ID");
        var machine = Options.Text("--machine", "This machine's id, for a token that is bound to one.", "ID");
        var issuer = Options.Text("--issuer", "The one server whose tokens are taken; left out, any.", "URL");
        var command = new Command("verify", "Verify a lease's token offline.").Taking([token, roots, product, machine, issuer]);
        command.SetAction(
            async (parse, cancel) =>
            {
                var text = await LeaseTokenArgument.Read(parse.GetRequiredValue(token), surroundings, cancel);
                var verifier = new LeaseVerifier(
                    new LeaseVerifierOptions
                    {
                        Roots = parse.GetRequiredValue(roots),
                        Audience = parse.GetValue(product) ?? OwnAudience(text),
                        Issuer = parse.GetValue(issuer),
                    }
                );
                var verdict = verifier.Verify(text, surroundings.Clock.GetUtcNow(), parse.GetValue(machine));
                return Show(Terminal.For(surroundings, parse), verdict);
            }
        );
        return command;
    }

    private static Option<VerifyingKey[]> RootKeys() =>
        new("--root-key")
        {
            Description = "The vendor's root key, k4.public.…; repeat it where there are several.",
            HelpName = "KEY",
            Required = true,
            CustomParser = result =>
            {
                var keys = new List<VerifyingKey>();
                foreach (var given in result.Tokens)
                {
                    if (VerifyingKey.TryParse(given.Value, out var key))
                        keys.Add(key);
                    else
                        result.AddError($"--root-key takes k4.public.… as `bigpicture init` printed it, not '{given.Value}'.");
                }
                return [.. keys];
            },
        };

    /// <summary>Without a product the token's own is taken, so that this one check passes; every other stands.</summary>
    private static string OwnAudience(string text) => LeaseToken.TryRead(text, out var token, out _) ? token.Claims.Audience : "";

    private static int Show(Terminal terminal, LeaseVerification verdict)
    {
        var error = JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.Error.ToString());
        var claims = verdict.Claims is null ? null : JsonNode.Parse(verdict.Claims.ToUtf8())!.AsObject();
        if (terminal.IsJson)
            terminal.Json(
                new JsonObject
                {
                    ["valid"] = verdict.IsAccepted,
                    ["in_grace"] = verdict.Validity == LeaseValidity.ValidInGrace,
                    ["error"] = verdict.IsAccepted ? null : error,
                    ["claims"] = claims,
                }
            );
        else
            terminal.Lines([("valid", Word(verdict.Validity)), .. FlatJson.Lines(claims)]);
        return verdict.IsAccepted
            ? (int)ExitCode.Ok
            : terminal.Fail(new Failure(ExitCode.Integrity, $"The token does not verify: {error}.", Next(verdict.Error)));
    }

    private static string Word(LeaseValidity validity) =>
        validity switch
        {
            LeaseValidity.Valid => "yes",
            LeaseValidity.ValidInGrace => "yes, in grace",
            _ => "no",
        };

    private static string Next(LeaseTokenError error) =>
        error switch
        {
            LeaseTokenError.Expired => "Its lease has ended: renew it in time, or take a new one.",
            LeaseTokenError.RootUnknown => "Compare the root key with the one that the server's `init` printed.",
            LeaseTokenError.MachineIdMissing => "It is bound to a machine: give its id with --machine.",
            LeaseTokenError.MachineMismatch => "It belongs to another machine, or was changed; give the right id with --machine.",
            LeaseTokenError.AudienceMismatch => "It is another product's: `bigpicture lease inspect TOKEN` shows whose.",
            LeaseTokenError.IssuerMismatch => "It is another server's: `bigpicture lease inspect TOKEN` shows whose.",
            LeaseTokenError.IssuedInFuture or LeaseTokenError.NotYetValid => "Set this machine's clock.",
            _ => "Do not trust it. Hand it in exactly as the server gave it, or take a new lease.",
        };
}
