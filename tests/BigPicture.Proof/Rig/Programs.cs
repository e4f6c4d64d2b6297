namespace BigPicture.Proof.Rig;

/// <summary>The two servers, as built.</summary>
/// <param name="Local">The local server's assembly.</param>
/// <param name="Cloud">The cloud server's.</param>
internal sealed record Programs(string Local, string Cloud)
{
    /// <summary>What the servers find in their environment besides.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Servers that were built into one folder each.</summary>
    public static Programs In(string folder) =>
        new(Path.Combine(folder, "local", "bigpicture.dll"), Path.Combine(folder, "cloud", "bigpicture-cloud.dll"));
}
