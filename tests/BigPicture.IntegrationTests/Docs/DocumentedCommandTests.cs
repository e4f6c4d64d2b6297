using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Docs;

/// <summary>README and quick start, typed as they stand in a fresh checkout; only what their reader must fill in is filled in.</summary>
public sealed partial class DocumentedCommandTests
{
    private const string StartAfresh =
        "for id in $(bigpicture lease list | grep -o 'lease_[0-9a-z]*'); do bigpicture lease revoke $id --reason next; done";

    private static readonly Page Readme = new("README.md");
    private static readonly Page QuickStart = new("docs/quick-start.md");

    [Fact]
    public async Task The_commands_of_the_readme_and_of_the_quick_start_run_as_written()
    {
        Assert.StartsWith("build/run ", Readme.Under("Start")[0], StringComparison.Ordinal);
        Assert.Equal("build/run\n", QuickStart.Under("1. Start a server")[0]);
        using var checkout = await Checkout.Copy();
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        using var server = checkout.Start($"exec build/run --url {url}");
        try
        {
            var told = await Introduction(server);
            var reader = new Reader(checkout, url, told);
            await Read(reader);
            await ReadOfApplications(reader);
            await ReadOn(reader);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static async Task Read(Reader reader)
    {
        var walk = (await reader.Type(Readme.Under("Five minutes to a verified lease")[0], "client")).Failing(5);
        Assert.Contains("All 3 seats", walk.Errors, StringComparison.Ordinal);
        Assert.Contains("valid\tyes", walk.Output, StringComparison.Ordinal);

        var lease = LeaseId().Match((await reader.Type("build/bigpicture lease list", "admin")).Fine().Output).Value;
        Assert.NotEmpty(lease);
        var ending = Readme.Under("Five minutes to a verified lease")[1].Replace("lease_…", lease, StringComparison.Ordinal);
        (await reader.Type(ending, "admin")).Fine();
    }

    /// <summary>One terminal: the applications that were started in it run on from one block to the next.</summary>
    private static async Task ReadOfApplications(Reader reader)
    {
        (await reader.Type(StartAfresh, "admin")).Fine();
        var blocks = Readme.Under("Five minutes to a licensed application");
        var walk = (await reader.Type(string.Join('\n', blocks), "client")).Failing(5, 6);
        Assert.Contains("dave gets no lease: All 3 seats", walk.Errors, StringComparison.Ordinal);
        Assert.Contains("carol holds lease_", walk.Output, StringComparison.Ordinal);
        Assert.Contains("alice has lost the lease: LEASE_REVOKED", walk.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lease_", (await reader.Type("bigpicture lease list", "admin")).Fine().Output, StringComparison.Ordinal);
    }

    private static async Task ReadOn(Reader reader)
    {
        (await reader.Type(StartAfresh, "admin")).Fine();

        var asked = (await reader.Type(QuickStart.Under("2. Ask for a lease")[0], "client")).Fine();
        var token = Token().Match(asked.Output).Value;
        Assert.NotEmpty(token);
        foreach (var heading in new[] { "3. Verify it offline", "4. Renew, release" })
            (await reader.Type(QuickStart.Under(heading)[0].Replace("v4.public.…", token, StringComparison.Ordinal), "client")).Fine();

        var refused = (await reader.Type(QuickStart.Under("5. Be refused")[0], "client")).Failing(5);
        Assert.Contains("All 3 seats", refused.Errors, StringComparison.Ordinal);

        var lease = LeaseId().Match((await reader.Type("bigpicture lease list", "admin")).Output).Value;
        (await reader.Type(QuickStart.Under("6. Revoke")[0].Replace("lease_…", lease, StringComparison.Ordinal), "admin")).Fine();
        (await reader.Type(QuickStart.Under("7. Sell something")[0], "admin")).Fine();
    }

    /// <summary>What the server says of itself once it runs.</summary>
    private static async Task<string> Introduction(Process server)
    {
        var heard = new List<string>();
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            heard.Add(line);
            if (line.StartsWith("Ctrl+C", StringComparison.Ordinal))
                return string.Join('\n', heard);
        }
        Assert.Fail($"build/run ended: {string.Join('\n', heard)}\n{await server.StandardError.ReadToEndAsync()}");
        return "";
    }

    [GeneratedRegex("lease_[0-9a-z]+")]
    private static partial Regex LeaseId();

    [GeneratedRegex(@"v4\.public\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")]
    private static partial Regex Token();

    /// <summary>A token to be filled in; which, the line says.</summary>
    [GeneratedRegex("bp_…(?=.*# the (client|admin) token)")]
    private static partial Regex TokenOf();

    /// <summary>Somebody with a terminal, who puts in what the server told.</summary>
    private sealed class Reader(Checkout checkout, string url, string told)
    {
        public Task<Typed> Type(string commands, string token) =>
            checkout.Run(
                $"""
                export BIGPICTURE_SERVER={url} BIGPICTURE_TOKEN={Told(token == "admin" ? "Admin token" : "Client token")}
                CLIENT_TOKEN={Told("Client token")}
                bigpicture() {'{'} build/bigpicture "$@"; {'}'}
                {TokenOf().Replace(commands, blank => Told($"{blank.Groups[1]} token"))
                    .Replace("http://127.0.0.1:8080", url, StringComparison.Ordinal)
                    .Replace("k4.public.…", Told("Root key"), StringComparison.Ordinal)}
                """
            );

        private string Told(string name) => Regex.Match(told, $@"{name} +(\S+)", RegexOptions.IgnoreCase).Groups[1].Value;
    }
}
