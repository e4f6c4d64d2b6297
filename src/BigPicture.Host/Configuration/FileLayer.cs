using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Configuration;

/// <summary>A settings file: JSON, sections as objects, lists as arrays.</summary>
internal static class FileLayer
{
    /// <exception cref="CommandException">It cannot be read as such.</exception>
    public static Layer Read(string path)
    {
        var layer = new Layer();
        foreach (var (key, values) in Values(path))
        {
            if (SettingList.Find(key) is not { } setting)
                layer.Faults.Add(
                    $"{key} in {path} is no setting."
                        + (
                            SpellingDistance.Nearest(key, SettingList.All.Select(known => known.Key)) is { } meant
                                ? $" Did you mean {meant}?"
                                : ""
                        )
                );
            else if (setting.IsOutsideFiles)
                layer.Faults.Add($"{key} in {path} cannot be set by a file: use {setting.Flag} or {setting.Variable}.");
            else
                layer.Add(setting, values, $"{key} in {path}");
        }
        layer.RefuseTwins();
        return layer;
    }

    private static IEnumerable<(string Key, string Value)> Values(string path)
    {
        IConfigurationRoot json;
        try
        {
            using var file = File.OpenRead(path);
            json = new ConfigurationBuilder().AddJsonStream(file).Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException)
        {
            throw new CommandException($"{path} cannot be read: {e.GetBaseException().Message}", "Mend it, or restore it from a backup.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {e.Message}", "Name another file, or mend the rights of this one.");
        }
        return json.AsEnumerable()
            .Where(entry => entry.Value is not null)
            .GroupBy(entry => KeyOf(entry.Key), entry => entry.Value!, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Key, string.Join(',', group.Reverse())));
    }

    // The reader spells sections with a colon, and each element of a list as a member that is named by its number.
    private static string KeyOf(string path)
    {
        var parts = path.Split(':');
        return string.Join('.', parts.Length > 1 && int.TryParse(parts[^1], out _) ? parts[..^1] : parts);
    }
}
