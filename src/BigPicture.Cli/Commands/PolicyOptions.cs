using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigPicture.Cli.Commands;

/// <summary>
/// The policy of an entitlement, key by key or as a whole. The server says what is right; here keys only find their places, so
/// that a license type of a plug-in is served as well (<c>--policy</c>).
/// </summary>
internal sealed class PolicyOptions
{
    private readonly Option<JsonObject?> whole = new("--policy")
    {
        Description = "The whole policy as JSON, or @FILE; the options below set single keys of it.",
        HelpName = "JSON|@FILE",
        CustomParser = ReadObject,
    };

    private readonly Option<string?> type = Options.Text(
        "--type",
        "per_user, per_machine, concurrent, feature_based, or a plug-in's.",
        "TYPE"
    );
    private readonly Option<string?> bind = Options.Text(
        "--bind",
        "none, or machine: tokens verify only with the machine's id.",
        "none|machine"
    );
    private readonly Option<string[]?> features = Options.Words("--features", "Features. Repeat, or part by commas.", "NAMES");
    private readonly Option<JsonObject?> featureSeats = new("--feature-seats")
    {
        Description = "Seats of single features: export=2,render=1.",
        HelpName = "NAME=N",
        CustomParser = ReadSeats,
    };

    private readonly (string Key, Option<long?> Option)[] numbers =
    [
        Number("max_seats", "Seats."),
        Number("machines_per_user", "Machines on which one user may be active at a time."),
        Number("overdraft_seats", "Seats granted beyond max_seats."),
        Number("lease_seconds", "The length of a lease that names none."),
        Number("lease_seconds_max", "The longest lease that may be asked for."),
        Number("grace_seconds", "How long an application may go on after a lease's end."),
    ];

    private readonly (string Key, Option<bool?> Option)[] switches =
    [
        (
            "hold_revoked_seats",
            Options.Choice("--hold-revoked-seats", "Whether a revoked seat stays taken until its last token has run out.")
        ),
        ("usage_signals", Options.Choice("--usage-signals", "Whether clients may report feature use.")),
    ];

    public PolicyOptions() => features.Aliases.Add("--feature");

    public IEnumerable<Symbol> All =>
        [whole, type, .. numbers.Select(n => n.Option), features, featureSeats, bind, .. switches.Select(s => s.Option)];

    /// <summary>Whether the command line says anything about the policy.</summary>
    public bool AreGiven(ParseResult parse) => All.OfType<Option>().Any(o => parse.GetResult(o) is { Implicit: false });

    /// <summary>The policy that the command line describes.</summary>
    /// <param name="current">What single keys change, where there is a policy already.</param>
    public JsonElement Read(ParseResult parse, JsonElement? current = null)
    {
        var policy = parse.GetValue(whole)?.DeepClone().AsObject() ?? (current is { } stands ? JsonObject.Create(stands)! : []);
        Set(policy, "type", parse.GetValue(type));
        Set(policy, "bind", parse.GetValue(bind));
        foreach (var (key, option) in numbers)
            Set(policy, key, parse.GetValue(option));
        foreach (var (key, option) in switches)
            Set(policy, key, parse.GetValue(option));
        if (parse.WordsOf(features) is { } names)
            policy["features"] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
        if (parse.GetValue(featureSeats) is { } seats)
            policy["feature_seats"] = seats.DeepClone();
        return JsonDocument.Parse(policy.ToJsonString()).RootElement;
    }

    private static void Set<T>(JsonObject policy, string key, T? value)
    {
        if (value is not null)
            policy[key] = JsonValue.Create(value);
    }

    private static (string Key, Option<long?> Option) Number(string key, string description)
    {
        var option = Options.Number<long>("--" + key.Replace('_', '-'), description);
        if (key == "max_seats")
            option.Aliases.Add("--seats");
        return (key, option);
    }

    private static JsonObject? ReadObject(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        try
        {
            var json = text.StartsWith('@') ? File.ReadAllText(text[1..]) : text;
            return JsonNode.Parse(json) as JsonObject ?? Options.Wrong<JsonObject>(result, "--policy", "a JSON object");
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            result.AddError($"--policy: {unreadable.Message}");
            return null;
        }
    }

    private static JsonObject? ReadSeats(ArgumentResult result)
    {
        var seats = new JsonObject();
        foreach (var pair in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            var at = pair.LastIndexOf('=');
            if (at <= 0 || !long.TryParse(pair.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Options.Wrong<JsonObject>(result, "--feature-seats", "FEATURE=SEATS pairs, parted by commas");
            seats[pair[..at]] = number;
        }
        return seats;
    }
}
