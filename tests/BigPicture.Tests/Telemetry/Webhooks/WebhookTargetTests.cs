using System.Net;
using System.Text.Json;
using BigPicture.Domain.Telemetry;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using BigPicture.Testing;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

/// <summary>Where webhooks may lead. No address of these lists is ever dialled: names resolve to what a test says.</summary>
public sealed class WebhookTargetTests
{
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> BadUrls => [.. File.ReadLines(Vector("ssrf-urls.txt")).Where(line => line.Length > 0).Distinct()];

    public static TheoryData<string> SpecialNetworks =>
        [
            .. JsonElement
                .Parse(File.ReadAllText(Vector("special-use-addresses.json")))
                .EnumerateArray()
                .Select(row => row.GetProperty("cidr").GetString()!),
        ];

    /// <summary>Whatever it is written like, and whatever its name resolves to inside: it is refused before a connection is made.</summary>
    [Theory]
    [MemberData(nameof(BadUrls))]
    public async Task A_url_that_leads_inside_is_refused(string text)
    {
        if (WebhookUrl.Problem(text) is not null)
            return;
        var url = new Uri(text);
        var targets = Targets(Metadata);

        if (targets.Problem(url) is null)
            await Assert.ThrowsAsync<TargetRefusedException>(() => targets.Allowed(url.IdnHost, Cancel));
        await Assert.ThrowsAsync<TargetRefusedException>(() => targets.Connect(new DnsEndPoint(url.IdnHost, url.Port), Cancel).AsTask());
    }

    [Theory]
    [MemberData(nameof(SpecialNetworks))]
    public async Task A_special_address_is_refused_whoever_names_it(string cidr)
    {
        var network = IPNetwork.Parse(cidr);
        // Those that stand for an IPv4 address are judged by that: by a special one here.
        foreach (var address in (IPAddress[])[Inside(network), network.BaseAddress])
        {
            await Assert.ThrowsAsync<TargetRefusedException>(() => Targets(address).Allowed("inside.example", Cancel));
            await Assert.ThrowsAsync<TargetRefusedException>(() => Targets().Allowed(address.ToString(), Cancel));
        }
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public async Task Everybodys_address_is_called(string text)
    {
        var address = IPAddress.Parse(text);

        Assert.Equal([address], await Targets(address).Allowed("outside.example", Cancel));
        Assert.Null(Targets().Problem(new UriBuilder("https", text).Uri));
    }

    [Fact]
    public async Task Of_several_addresses_only_those_that_may_be_called_are()
    {
        var open = IPAddress.Parse("8.8.8.8");

        Assert.Equal([open], await Targets(Metadata, open, IPAddress.Loopback).Allowed("both.example", Cancel));
    }

    [Fact]
    public async Task A_network_that_the_settings_name_is_called_and_its_neighbours_are_not()
    {
        var options = new WebhookOptions("x") { AllowedNetworks = [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("::1/128")] };
        var targets = new WebhookTargets(options, (_, _) => throw new InvalidOperationException("asked for a name"));

        Assert.NotEmpty(await targets.Allowed("10.1.2.3", Cancel));
        Assert.NotEmpty(await targets.Allowed("::ffff:10.1.2.3", Cancel));
        Assert.NotEmpty(await targets.Allowed("::1", Cancel));
        Assert.Null(targets.Problem(new Uri("https://10.1.2.3/")));
        Assert.NotNull(targets.Problem(new Uri("https://10.2.0.1/")));
        await Assert.ThrowsAsync<TargetRefusedException>(() => targets.Allowed("10.2.0.1", Cancel));
        await Assert.ThrowsAsync<TargetRefusedException>(() => targets.Allowed("127.0.0.1", Cancel));
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("example.com")]
    [InlineData("/hook")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com/#part")]
    [InlineData("https://example.com\\@127.0.0.1/")]
    [InlineData("https://exämple.com/")]
    [InlineData("https://example.com/ path")]
    [InlineData("https:///path")]
    [InlineData("https://example.com:0/")]
    [InlineData("")]
    public void What_is_no_plain_url_is_refused(string text) => Assert.NotNull(WebhookUrl.Problem(text));

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com:8443/a/b?c=d%20e")]
    [InlineData("http://[2606:4700::1111]/hook")]
    public void A_plain_url_is_taken(string text) => Assert.Null(WebhookUrl.Problem(text));

    [Fact]
    public void The_length_of_a_url_has_an_end()
    {
        const string Start = "https://example.com/";

        Assert.Null(WebhookUrl.Problem(Start + new string('a', Webhook.UrlMax - Start.Length)));
        Assert.NotNull(WebhookUrl.Problem(Start + new string('a', Webhook.UrlMax - Start.Length + 1)));
    }

    private static WebhookTargets Targets(params IPAddress[] addresses) =>
        new(new WebhookOptions("x"), (_, _) => Task.FromResult(addresses));

    private static IPAddress Inside(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        if (network.PrefixLength < bytes.Length * 8)
            bytes[^1] |= 1;
        return new IPAddress(bytes);
    }

    private static string Vector(string file) => Path.Combine(Checkout.Root, "tests/vectors/bad-input", file);
}
