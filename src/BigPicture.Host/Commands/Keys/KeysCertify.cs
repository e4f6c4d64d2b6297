using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary><c>bigpicture keys certify</c>: run where the root or the delegate lies, which may be a machine without a network.</summary>
internal static class KeysCertify
{
    private const int DaysMost = 36_525;

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var request = new Argument<string>("request")
        {
            Description = "What `keys create --request` or `init --request` wrote.",
            HelpName = "REQUEST",
        };
        var target = new Option<string>("--out")
        {
            Description = "The file to write, for `keys import`. Nothing is overwritten.",
            HelpName = "FILE",
            Required = true,
        };
        var by = new Option<string?>("--by")
        {
            Description = "The key that certifies. Left out: the oldest root in use for a delegate, a delegate for everything else.",
            HelpName = "KEY_ID",
        };
        var days = Number(
            "--days",
            $"How long it serves, 1–{DaysMost}. Left out: ten years for a delegate, five for everything else.",
            1,
            DaysMost
        );
        var seconds = Number("--max-lease-seconds", "The longest lease, 60–7776000. Left out: the longest that there is.", 60, 7_776_000);
        var length = Number("--path-len", "For a delegate: how many delegates may stand below it, 0 or 1. Left out: none.", 0, 1);
        var tenants = Names("--tenant", "Only for this tenant; may be given up to 16 times.", "TENANT");
        var products = Names("--product", "Only for this product; may be given up to 16 times.", "PRODUCT");
        var uses = Names(
            "--may-certify",
            "For a delegate: a kind of key that it may certify. Left out: leases, bundles, revocations, reports.",
            "USE"
        );
        uses.AcceptOnlyFromAmong("lease", "bundle", "revocation", "report", "delegate");
        var server = new Option<string?>("--server") { Description = "Only for the local server of this id.", HelpName = "SERVER_ID" };
        var command = new Command("certify", "Certify a key of another machine by a root or a delegate of this one.")
        {
            request,
            target,
            data,
            by,
            days,
            seconds,
            length,
            tenants,
            products,
            uses,
            server,
        };
        var flags = CommonOptions.Stores(command, isShared: false);
        command.Does(
            async (parse, cancel) =>
            {
                var limits = new CertificateLimits
                {
                    By = parse.GetValue(by),
                    Days = parse.GetValue(days),
                    LeaseSecondsMax = parse.GetValue(seconds),
                    PathLength = parse.GetValue(length),
                    Tenants = parse.GetValue(tenants) is { Length: > 0 } some ? some : null,
                    Products = parse.GetValue(products) is { Length: > 0 } few ? few : null,
                    MayCertify = parse.GetValue(uses) is { Length: > 0 } kinds ? kinds : null,
                    Server = parse.GetValue(server),
                };
                var options = KeysCommands.Options(parse.GetValue(data)!, flags.Read(parse));
                var file = parse.GetValue(request)!;
                var text = await KeyFileText.Read(file, cancel);
                var result = KeyCertification.Certify(options, text, file, limits, TimeProvider.System);
                Write(parse.GetValue(target)!, result.File);
                await parse
                    .Out()
                    .WriteLineAsync(parse.IsJson() ? ToJson(result, parse.GetValue(target)!) : Words(result, parse.GetValue(target)!));
            }
        );
        return command;
    }

    private static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number < least || number > most))
                result.AddError($"{name} must be a whole number from {least} to {most}.");
        });
        return option;
    }

    private static Option<string[]> Names(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static void Write(string target, string text)
    {
        if (File.Exists(target))
            throw new CommandException(
                $"{target} is there already.",
                "Name another file with --out: nothing is overwritten.",
                ExitCode.Conflict
            );
        using var written = new StreamWriter(new FileStream(target, FileMode.CreateNew));
        written.Write(text);
    }

    private static string ToJson(CertificationResult result, string target) =>
        new JsonObject
        {
            ["key_id"] = result.KeyId,
            ["use"] = result.Use,
            ["certified_by"] = result.By,
            ["ends_at"] = result.NotAfter.ToString(),
            ["file"] = target,
        }.ToJsonString(JsonText.Indented);

    private static string Words(CertificationResult result, string target) =>
        $"{result.KeyId} is certified as {result.Use} until {result.NotAfter}, by {result.By}. Bring {target} to its server: "
        + $"bigpicture keys import {Path.GetFileName(target)} --data DIR";
}
