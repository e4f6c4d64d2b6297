using System.Collections;
using System.Text.RegularExpressions;

namespace BigPicture.Host.Configuration;

/// <summary>
/// The variables that begin with <c>BIGPICTURE_</c>. The environment is everybody's: only a name that is nearly one of ours is refused as
/// misspelt, and any other is somebody else's affair.
/// </summary>
internal static partial class EnvironmentLayer
{
    /// <summary>Variables of the remote commands, of the program that runs under a lease, and of the tests.</summary>
    private static readonly string[] OfOthers = ["SERVER", "TOKEN", "LEASE", "LEASE_ID", "LONG"];

    public static Layer Read(IDictionary variables)
    {
        var layer = new Layer();
        foreach (DictionaryEntry variable in variables)
            if (variable is { Key: string name, Value: string value } && name.StartsWith(Setting.VariablePrefix, StringComparison.Ordinal))
                Add(layer, name, value);
        layer.RefuseTwins();
        return layer;
    }

    private static void Add(Layer layer, string name, string value)
    {
        var own = name[Setting.VariablePrefix.Length..];
        if (OfOthers.Contains(own) || ServiceLink().IsMatch(own))
            return;
        if (SettingList.Find(own.Replace("__", ".", StringComparison.Ordinal)) is { } setting)
            layer.Add(setting, value, $"{name} in the environment");
        else if (
            SpellingDistance.Nearest(own, SettingList.All.Select(known => known.Variable[Setting.VariablePrefix.Length..])) is { } meant
        )
            layer.Faults.Add($"{name} in the environment is no setting. Did you mean {Setting.VariablePrefix}{meant}?");
    }

    /// <summary>What Kubernetes tells every container about a service that is called <c>bigpicture</c> or <c>bigpicture-…</c>.</summary>
    [GeneratedRegex("^([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)$")]
    private static partial Regex ServiceLink();
}
