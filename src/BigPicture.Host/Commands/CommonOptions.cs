using System.CommandLine;
using BigPicture.Host.Configuration;

namespace BigPicture.Host.Commands;

internal static class CommonOptions
{
    public static Option<string> Data()
    {
        var setting = SettingList.Find(SettingList.Data)!;
        return new(setting.Flag)
        {
            Description = "The server's data directory.",
            HelpName = "DIR",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(setting.Variable) ?? DataDirectory.Default,
        };
    }

    public static Option<bool> Quiet() => new("--quiet") { Description = "Show no progress." };

    /// <summary>Options for what a server is set to, besides where its data lies.</summary>
    public static SettingFlags Server(Command command, bool isShared) =>
        new(command, setting => setting.Key != SettingList.Data && (isShared || !setting.IsShared));

    /// <summary>Options for what opens keys and, where servers share one, the database.</summary>
    public static SettingFlags Stores(Command command, bool isShared) =>
        new(
            command,
            setting =>
                setting.Key is SettingList.Config
                || setting.FileOf is SettingList.KeyPassphrase
                || isShared && setting.IsShared && !setting.IsRare
        );
}
