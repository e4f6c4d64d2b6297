namespace BigPicture.Host.Configuration;

/// <summary>A value, and in its reader's words where it came from.</summary>
internal sealed record Given(Setting Setting, string Value, string Origin);

/// <summary>What one place says, and what is wrong with it. All of it is told at once, so that nobody mends one fault after the other.</summary>
internal sealed class Layer
{
    public Dictionary<string, Given> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Faults { get; } = [];

    public void Add(Setting setting, string value, string origin)
    {
        if (setting.Fault(value) is { } fault)
            Faults.Add(setting.IsSecret ? $"{origin} must be {fault}." : $"{origin} is '{value}', but must be {fault}.");
        else if (!Values.TryAdd(setting.Key, new Given(setting, value, origin)))
            Faults.Add($"{origin} is set twice.");
    }

    /// <summary>A secret stands in one place.</summary>
    public void RefuseTwins()
    {
        foreach (var twin in Values.Values.Where(given => given.Setting.FileOf is not null))
            if (Values.TryGetValue(twin.Setting.FileOf!, out var secret))
                Faults.Add($"{secret.Origin} and {twin.Origin} are both set: leave one out.");
    }
}
