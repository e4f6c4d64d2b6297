using System.CommandLine;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>Whom a lease is for, and what of: the options that acquire and explain share.</summary>
internal sealed class SubjectOptions
{
    private readonly Surroundings? defaults;
    private readonly Option<string?> tenant = Options.Text("--tenant", "The customer; left out when the API token is tied to one.", "ID");
    private readonly Option<string?> user = Options.Text("--user", "The user that holds the lease.", "ID");
    private readonly Option<string?> machine = Options.Text("--machine", "The machine that holds the lease, instead of a user.", "ID");
    private readonly Option<string?> machineId = Options.Text("--machine-id", "The machine that the user works on.", "ID");
    private readonly Option<string?> session = Options.Text("--session", "The running instance; the same one gets its lease back.", "ID");
    private readonly Option<string[]?> features = Options.Words("--feature", "Only these features. Repeat, or part by commas.", "NAME");
    private readonly Option<int?> duration = Options.Number<int>(
        "--duration",
        "The length in seconds, 60 to 7776000; default the policy's."
    );

    /// <param name="defaults">Where to take user, machine and session from when nobody is named; null: somebody must be.</param>
    public SubjectOptions(Surroundings? defaults)
    {
        this.defaults = defaults;
        features.Aliases.Add("--features");
        user.Validators.Add(result =>
        {
            if (result.GetResult(machine) is not null)
                result.AddError("--user and --machine exclude each other; name a user's machine with --machine-id.");
        });
    }

    public IEnumerable<Symbol> All => [tenant, user, machine, machineId, session, features, duration];

    /// <summary>Whether a subject is named, or can be.</summary>
    public bool AreEnough(ParseResult parse) => defaults is not null || (parse.GetValue(user) ?? parse.GetValue(machine)) is not null;

    /// <summary>Nobody named: this user, on this machine. Somebody named: exactly what was said of them, and nothing of this machine.</summary>
    public ActivateRequest Read(ParseResult parse, string product, string? entitlement)
    {
        var (userId, machineSubject, on) = (parse.GetValue(user), parse.GetValue(machine), parse.GetValue(machineId));
        if (userId is null && machineSubject is null && defaults is not null)
            (userId, on) = (defaults.UserName, on ?? defaults.MachineName);
        return new ActivateRequest
        {
            ProductId = product,
            TenantId = parse.GetValue(tenant),
            EntitlementId = entitlement,
            SubjectType = userId is null ? SubjectTypes.Machine : SubjectTypes.User,
            SubjectId = userId ?? machineSubject!,
            MachineId = on,
            SessionId =
                parse.GetValue(session)
                ?? (defaults is null ? null : "cli-" + Guid.CreateVersion7(defaults.Clock.GetUtcNow()).ToString("N")),
            Features = parse.WordsOf(features),
            Duration = parse.GetValue(duration),
        };
    }
}
