using BigPicture.Testing;

namespace BigPicture.Proof.Rig;

/// <summary>The two servers, as built.</summary>
/// <param name="Local">The local server's assembly.</param>
/// <param name="Cloud">The cloud server's.</param>
internal sealed record Programs(string Local, string Cloud)
{
    /// <summary>What the servers find in their environment besides.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Of this checkout, of the same configuration as this program.</summary>
    public static Programs Own => new(Checkout.LocalServer, Checkout.CloudServer);

    /// <summary>Servers that were built with this artifacts path, for trials.</summary>
    public static Programs In(string artifacts)
    {
        string Of(string project, string file) => Path.Combine(artifacts, "bin", project, "debug", file);
        return new Programs(Of("BigPicture.Host.Local", "bigpicture.dll"), Of("BigPicture.Host.Cloud", "bigpicture-cloud.dll"));
    }
}
