using System.CommandLine;

namespace BigPicture.Host.Configuration;

/// <summary>The settings as options of a command.</summary>
internal sealed class SettingFlags
{
    private readonly List<(Setting Setting, Option<string?> Option)> all;

    /// <param name="wanted">Which settings this command takes.</param>
    public SettingFlags(Command command, Func<Setting, bool> wanted)
    {
        // A password on a command line is seen by everybody on the machine.
        var settings = SettingList.All.Where(setting => setting.HasFlag && (!setting.IsSecret || setting.Key == SettingList.DatabaseUrl));
        all = [.. settings.Where(wanted).Select(setting => (setting, OptionOf(setting)))];
        foreach (var (_, option) in all)
            command.Add(option);
    }

    public Layer Read(ParseResult parse)
    {
        var layer = new Layer();
        foreach (var (setting, option) in all)
            if (parse.GetValue(option) is { } value)
                layer.Add(setting, value, setting.Flag);
        layer.RefuseTwins();
        if (layer.Values.GetValueOrDefault(SettingList.DatabaseUrl) is { } url && HasPassword(url.Value))
            parse.InvocationConfiguration.Error.WriteLine(
                $"warning: the password in {url.Origin} is seen by everybody on this machine; use --database-password-file."
            );
        return layer;
    }

    private static bool HasPassword(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.UserInfo.Contains(':', StringComparison.Ordinal);

    private static Option<string?> OptionOf(Setting setting) =>
        new(setting.Flag)
        {
            Description =
                setting.What.Replace("`", "", StringComparison.Ordinal)
                + (setting.Default.Length == 0 ? "" : $" Usual: {setting.Default}."),
            HelpName = "VALUE",
            Hidden = setting.IsRare,
        };
}
