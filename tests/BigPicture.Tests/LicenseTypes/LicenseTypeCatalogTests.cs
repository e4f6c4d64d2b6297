using BigPicture.Domain.Entitlements;
using BigPicture.LicenseTypes;
using Xunit;

namespace BigPicture.Tests.LicenseTypes;

public sealed class LicenseTypeCatalogTests
{
    [Fact]
    public void The_built_in_types_are_found_by_their_names()
    {
        Assert.Equal(["per_user", "per_machine", "concurrent", "feature_based"], LicenseTypeCatalog.BuiltIn.Names);
        Assert.All(LicenseTypeCatalog.BuiltIn.Names, name => Assert.Equal(name, LicenseTypeCatalog.BuiltIn.Find(name)?.Name));
        Assert.Null(LicenseTypeCatalog.BuiltIn.Find("Concurrent"));
        Assert.Null(LicenseTypeCatalog.BuiltIn.Find("metered"));
    }

    [Fact]
    public void A_plug_in_stands_beside_them()
    {
        var plugIn = new PlugIn { TypeName = "acme.site-2" };

        Assert.Same(plugIn, new LicenseTypeCatalog([plugIn]).Find("acme.site-2"));
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        AssertRefused("'concurrent'", new PlugIn { TypeName = "concurrent" });
        AssertRefused("'site'", new PlugIn { TypeName = "site" }, new PlugIn { TypeName = "site" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("Site")]
    [InlineData("si te")]
    [InlineData("sité")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_name_of_other_characters_or_length_is_refused(string name) => AssertRefused("1–64", new PlugIn { TypeName = name });

    [Theory]
    [InlineData("max_seats")]
    [InlineData("features")]
    [InlineData("usage_signals")]
    [InlineData("Upper")]
    [InlineData("with-dash")]
    [InlineData("")]
    public void A_policy_key_that_is_taken_or_malformed_is_refused(string key) =>
        AssertRefused($"'{key}'", new PlugIn { OwnTerms = [new PolicyTerm(key, 1, 2)] });

    [Fact]
    public void A_policy_key_stands_once_and_allows_a_value()
    {
        AssertRefused("'floors' is taken", new PlugIn { OwnTerms = [new PolicyTerm("floors", 1, 2), new PolicyTerm("floors", 1, 3)] });
        AssertRefused("allows no value", new PlugIn { OwnTerms = [new PolicyTerm("floors", 2, 1)] });
    }

    [Fact]
    public void A_type_has_32_policy_keys_of_its_own_at_most()
    {
        static PlugIn WithKeys(int count) =>
            new() { OwnTerms = [.. Enumerable.Range(0, count).Select(i => new PolicyTerm($"key_{i}", 0, 1))] };

        Assert.NotNull(new LicenseTypeCatalog([WithKeys(32)]).Find("plug-in"));
        AssertRefused("at most 32", WithKeys(33));
    }

    private static void AssertRefused(string why, params PlugIn[] plugIns)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new LicenseTypeCatalog(plugIns));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(PlugIn), refusal.Message, StringComparison.Ordinal);
    }
}
