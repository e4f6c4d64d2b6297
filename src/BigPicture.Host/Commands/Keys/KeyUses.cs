using System.CommandLine;

namespace BigPicture.Host.Commands.Keys;

/// <summary>The option that names what a key is for.</summary>
internal static class KeyUses
{
    public static Option<string?> Option(string description, params string[] allowed)
    {
        var use = new Option<string?>("--use") { Description = description };
        use.AcceptOnlyFromAmong(allowed);
        return use;
    }
}
