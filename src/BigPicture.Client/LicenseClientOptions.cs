using System.Net;
using System.Security.Cryptography.X509Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Client;

/// <summary>What an application tells its license client. Read once, when the client is made: later changes have no effect.</summary>
public sealed class LicenseClientOptions
{
    /// <summary>The servers in order of preference: 1–16. The next one is asked when those before it do not answer.</summary>
    public IReadOnlyList<ServerAddress> Servers { get; set; } = [];

    /// <summary>The API token (<c>bp_…</c>) for every server that has none of its own; needs <c>license:read license:write</c>.</summary>
    public string Token { get; set; } = "";

    /// <summary>The product that this application is: 1–64 of <c>a-z 0-9 . _ -</c>, the first a letter or digit.</summary>
    public string Product { get; set; } = "";

    /// <summary>The vendor's root keys, PASERK <c>k4.public</c>; at least one. Built into the application, never fetched.</summary>
    public IReadOnlyList<string> RootKeys { get; set; } = [];

    /// <summary>The customer; null when the API token is tied to one.</summary>
    public string? Tenant { get; set; }

    /// <summary>The proxy; null: the system's. Never stands between this machine and itself.</summary>
    public IWebProxy? Proxy { get; set; }

    /// <summary>The only authorities whose certificates are taken from servers; empty: those that the system trusts.</summary>
    public IReadOnlyList<X509Certificate2> CertificateAuthorities { get; set; } = [];

    /// <summary>
    /// Where the last lease, this instance's id and the highest time seen are kept, readable by this user alone. Null: a folder of the
    /// product's own below the user's local application data. Empty: nothing is kept, so that no restart finds its seat again.
    /// </summary>
    public string? StateDirectory { get; set; }

    /// <summary>What names this machine, 1–128 characters; null: a hash of the system's own id and the product.</summary>
    public string? MachineId { get; set; }

    /// <summary>How long one call may take: 1 ms to 5 min, default 10 s. Measured by the system's clock whatever <see cref="TimeProvider"/> says.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to ask for revocations while no server pushes them: 1 s to 1 day, default 60 s.</summary>
    public TimeSpan RevocationPollInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whose time leases are judged by, corrected by the servers' own.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Hears what happens in the background. Called from any thread, one call at a time; what it throws is dropped.</summary>
    public Action<ClientNotice>? Notice { get; set; }

    /// <summary>What is wrong with these options, a sentence each that begins with the option's name; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(Servers is { Count: >= 1 and <= 16 }, "Servers must name one to sixteen servers.");
        Require(!string.IsNullOrEmpty(Token) || Servers?.All(server => server?.Token is not null) == true, "Token is missing.");
        Require(IsName(Product), "Product must be 1–64 of a-z 0-9 . _ -, the first a letter or digit.");
        Require(RootKeys is { Count: >= 1 }, "RootKeys must pin at least one root key.");
        foreach (var key in RootKeys ?? [])
            Require(VerifyingKey.TryParse(key, out _), $"RootKeys: '{key}' is no Ed25519 key as k4.public.");
        foreach (var server in Servers ?? [])
            Require(
                server?.Url is { IsAbsoluteUri: true, Scheme: "http" or "https" },
                $"Servers: '{server?.Url}' is no http or https URL."
            );
        Require(MachineId is null or { Length: >= 1 and <= 128 }, "MachineId must be 1–128 characters.");
        Require(
            CallTimeout >= TimeSpan.FromMilliseconds(1) && CallTimeout <= TimeSpan.FromMinutes(5),
            "CallTimeout must be 1 ms to 5 min."
        );
        Require(
            RevocationPollInterval >= TimeSpan.FromSeconds(1) && RevocationPollInterval <= TimeSpan.FromDays(1),
            "RevocationPollInterval must be 1 s to 1 day."
        );
        Require(TimeProvider is not null, "TimeProvider is missing.");
        Require(CertificateAuthorities is not null, "CertificateAuthorities is missing.");
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
                problems.Add(problem);
        }
    }

    /// <summary>The protocol's rule for names; it also keeps the name of the state's folder within its parent.</summary>
    private static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 64 }
        && name[0] is (>= 'a' and <= 'z') or (>= '0' and <= '9')
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-');
}
