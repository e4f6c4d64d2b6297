using System.Reflection;

namespace BigPicture.Host;

internal static class ProgramVersion
{
    /// <summary>The release, and after a plus sign the commit that it was built from.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Release { get; } = Text.Split('+')[0];
}
