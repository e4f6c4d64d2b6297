using System.Collections;

namespace BigPicture.Client;

/// <summary>What a lease entitles to. Never changes; a look-up touches nothing but memory.</summary>
public sealed class FeatureSet : IReadOnlyCollection<string>
{
    private readonly HashSet<string> names;

    internal FeatureSet(IEnumerable<string> names) => this.names = new HashSet<string>(names, StringComparer.Ordinal);

    internal static FeatureSet None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => names.Count;

    /// <summary>Whether the lease entitles to a feature; compared exactly.</summary>
    public bool Contains(string feature) => names.Contains(feature);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
