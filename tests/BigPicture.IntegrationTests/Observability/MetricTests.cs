using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>What is scraped is what is written, and what dashboards and rules ask for is there.</summary>
public sealed partial class MetricTests(ScrapedServers servers) : IClassFixture<ScrapedServers>
{
    /// <summary>Everything that our metrics may be told apart by, each of a few values that the operator knows.</summary>
    private static readonly string[] Labels =
    [
        "otel_scope_name",
        "act",
        "outcome",
        "reason",
        "product",
        "license_type",
        "queue",
        "use",
        "le",
    ];

    [Fact]
    public void Attributes_are_few_and_name_nobody()
    {
        foreach (var scrape in (Scrape[])[servers.Local, servers.Cloud])
        {
            Assert.Empty(scrape.Labels.Select(label => label.Key).Except(Labels));
            Assert.DoesNotContain(ScrapedServers.Person, scrape.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("lease_0", scrape.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("tenant", string.Join('\n', scrape.Labels.Select(label => label.Key)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_product_that_a_caller_made_up_becomes_no_label() =>
        Assert.DoesNotContain(servers.Local.Labels["product"], product => product.StartsWith("invented", StringComparison.Ordinal));

    [Fact]
    public void Refusals_are_counted_by_reason()
    {
        Assert.Contains("SEATS_EXHAUSTED", servers.Local.Labels["reason"]);
        Assert.Contains("NO_ENTITLEMENT", servers.Cloud.Labels["reason"]);
    }

    [Theory]
    [InlineData("bigpicture_pool_used", 2)]
    [InlineData("bigpicture_pool_limit", 2)]
    public void Use_and_limit_of_pools_are_sums(string name, double value)
    {
        foreach (var scrape in (Scrape[])[servers.Local, servers.Cloud])
        {
            var own = scrape.Text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal));
            Assert.Contains(
                own,
                line => line.Contains("prod_", StringComparison.Ordinal) && line.EndsWith($" {value}", StringComparison.Ordinal)
            );
        }
    }

    public static TheoryData<string> Boards =>
        [
            .. Directory
                .GetFiles(Repository.Path("deploy/grafana"), "*.json")
                .Concat(Directory.GetFiles(Repository.Path("deploy/prometheus"), "*.yml"))
                .Select(path => Path.GetRelativePath(Repository.Path("."), path)),
        ];

    [Theory]
    [MemberData(nameof(Boards))]
    public void Every_metric_that_a_board_or_a_rule_names_is_in_a_scrape(string path)
    {
        var named = Named().Matches(File.ReadAllText(Repository.Path(path))).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(servers.Names).Except(WhenEventsHappen));
    }

    [Fact]
    public void The_page_lists_every_metric_of_our_own()
    {
        var page = File.ReadAllText(Repository.Path("docs/observability.md"));
        var listed = Row().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        var told = servers
            .Local.Families.Union(servers.Cloud.Families)
            .Where(name => name.StartsWith("bigpicture_", StringComparison.Ordinal));
        Assert.Empty(told.Except(listed));
        Assert.Empty(listed.Except(told).Except(WhenEventsHappen));
    }

    /// <summary>A counter has no sample until something was counted.</summary>
    private static readonly string[] WhenEventsHappen = ["bigpicture_ledger_overloads_total"];

    [GeneratedRegex(@"\b(bigpicture|http_server|kestrel|dotnet|db_client)_[a-z0-9_]+")]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| `(bigpicture_[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
