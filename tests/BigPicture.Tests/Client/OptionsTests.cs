using BigPicture.Client;
using BigPicture.Client.Machine;
using BigPicture.Client.Time;
using Xunit;

namespace BigPicture.Tests.Client;

public sealed class OptionsTests
{
    private const string Root = "k4.public.11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    private static LicenseClientOptions Good() =>
        new()
        {
            Servers = [new("https://licenses.example.com")],
            Token = "bp_x",
            Product = "cad-pro",
            RootKeys = [Root],
        };

    public static TheoryData<string, Action<LicenseClientOptions>> Bad =>
        new()
        {
            { "Servers", o => o.Servers = [] },
            { "Servers", o => o.Servers = [new("ftp://licenses.example.com")] },
            { "Token", o => o.Token = "" },
            { "Product", o => o.Product = "" },
            { "Product", o => o.Product = ".." },
            { "Product", o => o.Product = new string('x', 65) },
            { "RootKeys", o => o.RootKeys = [] },
            { "RootKeys", o => o.RootKeys = ["k4.public.AAAA"] },
            { "MachineId", o => o.MachineId = "" },
            { "CallTimeout", o => o.CallTimeout = TimeSpan.Zero },
            { "RevocationPollInterval", o => o.RevocationPollInterval = TimeSpan.Zero },
        };

    [Fact]
    public void Good_options_have_no_problems() => Assert.Empty(Good().Problems());

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_option_is_named(string option, Action<LicenseClientOptions> spoil)
    {
        var options = Good();
        spoil(options);
        Assert.StartsWith(option, Assert.Single(options.Problems()), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LicenseClient(options));
    }

    [Fact]
    public void A_server_may_have_a_token_of_its_own_and_never_shows_it()
    {
        var options = Good();
        options.Token = "";
        options.Servers = [new("https://licenses.example.com", "bp_own")];
        Assert.Empty(options.Problems());
        Assert.DoesNotContain("bp_own", options.Servers[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_has_another_id_for_each_product_and_its_own_is_not_in_it()
    {
        var id = MachineIdentity.For("cad-pro", null);
        Assert.Equal(43, id.Length);
        Assert.NotEqual(id, MachineIdentity.For("viewer", null));
        if (!File.Exists("/etc/machine-id"))
            return;
        Assert.Equal(id, MachineIdentity.For("cad-pro", null));
        Assert.DoesNotContain(File.ReadAllText("/etc/machine-id").Trim(), id, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Tries_grow_apart_up_to_a_limit_and_heed_what_the_server_says()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        for (var n = 0; n < 50; n++)
        {
            var full = Math.Min(Math.Pow(2, n), 10);
            Assert.InRange(backoff.Next().TotalSeconds, full / 2, full);
        }
        Assert.Equal(TimeSpan.FromSeconds(30), backoff.Next(TimeSpan.FromSeconds(30)));
        Assert.Equal(Backoff.RetryAfterMax, backoff.Next(TimeSpan.FromDays(30)));
    }
}
