namespace BigPicture.Host.Configuration;

/// <summary>One thing that an operator may set: one name, spelled as the file, the environment and the command line spell names.</summary>
/// <param name="Key">As in the file; a dot parts a section from what is in it.</param>
/// <param name="What">A sentence for help and documentation.</param>
internal sealed record Setting(string Key, string What)
{
    public const string VariablePrefix = "BIGPICTURE_";

    /// <summary>What holds when nobody sets it, in words; empty: nothing does.</summary>
    public string Default { get; init; } = "";

    /// <summary>What is wrong with a value, to follow "must be"; null when nothing is.</summary>
    public Func<string, string?> Fault { get; init; } = SettingValues.Text;

    /// <summary>Its value is never told. It has a twin that names a file to read it from.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The setting whose value lies in the file that this one names.</summary>
    public string? FileOf { get; init; }

    /// <summary>Says where the files are, so it stands in none of them.</summary>
    public bool IsOutsideFiles { get; init; }

    /// <summary>Whether it has a flag; else it is fixed when the server is made, or its value is not for a command line.</summary>
    public bool HasFlag { get; init; } = true;

    /// <summary>Help does not list its flag.</summary>
    public bool IsRare { get; init; }

    /// <summary>Only the cloud server looks at it.</summary>
    public bool IsShared { get; init; }

    /// <summary>As the configuration's consumers ask for it.</summary>
    public string Path => Key.Replace('.', ':');

    public string Flag => "--" + Key.Replace('.', '-').Replace('_', '-');

    public string Variable => VariablePrefix + Key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();

    public Setting Twin() =>
        new(Key + "_file", $"A file whose first line is `{Key}`.")
        {
            FileOf = Key,
            IsRare = IsRare,
            IsShared = IsShared,
        };
}
