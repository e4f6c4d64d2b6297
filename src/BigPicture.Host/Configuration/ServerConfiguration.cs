using BigPicture.Cli;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Configuration;

/// <summary>Brings together what flags, the environment and files say, in this order; what contradicts the list of settings is refused.</summary>
internal static class ServerConfiguration
{
    /// <param name="files">The lowest first.</param>
    /// <exception cref="CommandException">Something is no setting, or no value of it; all faults at once.</exception>
    public static IConfiguration Read(Layer flags, IEnumerable<string> files) =>
        Read(flags, EnvironmentLayer.Read(Environment.GetEnvironmentVariables()), files);

    internal static IConfiguration Read(Layer flags, Layer environment, IEnumerable<string> files)
    {
        var named = flags.Values.GetValueOrDefault(SettingList.Config) ?? environment.Values.GetValueOrDefault(SettingList.Config);
        List<Layer> layers = [.. files.Append(named?.Value).OfType<string>().Select(FileLayer.Read), environment, flags];
        var faults = layers.SelectMany(layer => layer.Faults).ToList();
        var effective = Merge(layers);
        var values = new Dictionary<string, string?>();
        foreach (var given in effective.Values)
            if (given.Setting.FileOf is not { } secret)
                values[given.Setting.Path] = given.Value;
            else if (TryReadFirstLine(given, faults) is { } line)
                values[SettingList.Find(secret)!.Path] = line;
        return faults.Count == 0
            ? new ConfigurationBuilder().AddInMemoryCollection(values).Build()
            : throw new CommandException(
                $"The settings cannot be used:\n  {string.Join("\n  ", faults.Order(StringComparer.Ordinal))}",
                "Mend them; docs/operations.md lists every setting.",
                ExitCode.Usage
            );
    }

    // A secret and its file are one thing: whichever of them a later layer names takes the place of both.
    private static Dictionary<string, Given> Merge(IEnumerable<Layer> layers)
    {
        var effective = new Dictionary<string, Given>(StringComparer.OrdinalIgnoreCase);
        foreach (var given in layers.SelectMany(layer => layer.Values.Values))
            effective[given.Setting.FileOf ?? given.Setting.Key] = given;
        return effective;
    }

    private static string? TryReadFirstLine(Given given, List<string> faults)
    {
        try
        {
            using var file = new StreamReader(given.Value);
            if (file.ReadLine() is { Length: > 0 } line)
                return line;
            faults.Add($"{given.Origin} names {given.Value}, whose first line is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{given.Origin} names {given.Value}, which cannot be read: {e.Message}");
        }
        return null;
    }
}
