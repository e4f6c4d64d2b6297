using System.Text.RegularExpressions;
using BigPicture.Host.Configuration;

namespace BigPicture.IntegrationTests.Docs;

/// <summary>What is written about settings is what there is.</summary>
public sealed partial class SettingTableTests
{
    /// <summary>Who changes the list finds here what the page must say.</summary>
    [Fact]
    public void The_page_lists_every_setting_as_the_program_has_it()
    {
        var rows = SettingList.All.Select(setting => $"| `{setting.Key}` | {setting.Default} | {setting.What} |");
        Assert.Contains(string.Join('\n', rows), File.ReadAllText(Repository.Path("docs/operations.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs/operations.md")]
    [InlineData("build/Containerfile")]
    [InlineData("deploy/compose.yaml")]
    [InlineData("deploy/kubernetes/settings.yaml")]
    public void Every_variable_that_is_named_is_a_setting(string path)
    {
        var named = Variable().Matches(File.ReadAllText(Repository.Path(path))).Select(match => match.Value).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(SettingList.All.Select(setting => setting.Variable)).Except(["BIGPICTURE_SERVER", "BIGPICTURE_TOKEN"]));
    }

    [GeneratedRegex("BIGPICTURE_[A-Z_]*[A-Z]")]
    private static partial Regex Variable();
}
