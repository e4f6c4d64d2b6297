using System.Buffers;
using System.Collections.Frozen;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.LicenseTypes.BuiltIn;

namespace BigPicture.Domain.Entitlements;

/// <summary>
/// The license types of this server: the four built-in ones and the vendor's plug-ins. A plug-in that breaks the contract stops the
/// start with an exception that names it: better than an entitlement that cannot be evaluated later.
/// </summary>
public sealed class LicenseTypeCatalog
{
    public const int TermsMax = 32;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> TermCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly FrozenDictionary<string, LicenseType> byName;

    public LicenseTypeCatalog(IEnumerable<LicenseType> plugIns)
    {
        LicenseType[] all = [new PerUser(), new PerMachine(), new Concurrent(), new FeatureBased(), .. plugIns];
        var found = new Dictionary<string, LicenseType>(StringComparer.Ordinal);
        foreach (var type in all)
        {
            Check(type);
            if (!found.TryAdd(type.Name, type))
                throw Broken(type, "another license type has this name already");
        }
        byName = found.ToFrozenDictionary(StringComparer.Ordinal);
        Names = [.. all.Select(type => type.Name)];
    }

    /// <summary>The built-in types alone.</summary>
    public static LicenseTypeCatalog BuiltIn { get; } = new([]);

    /// <summary>Built-in types first, then plug-ins in the order in which they were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null when no such type is installed: also for a policy stored while it was.</summary>
    public LicenseType? Find(string name) => byName.GetValueOrDefault(name);

    private static void Check(LicenseType type)
    {
        if (!Text.IsNameOf(NameCharacters, type.Name, lengthMax: 64))
            throw Broken(type, "its name must be 1–64 of a-z 0-9 . _ -");
        if (type.Terms.Count > TermsMax)
            throw Broken(type, $"it may have at most {TermsMax} policy keys of its own");

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in type.Terms)
        {
            if (!Text.IsNameOf(TermCharacters, term.Name, lengthMax: 64))
                throw Broken(type, $"its policy key '{term.Name}' must be 1–64 of a-z 0-9 _");
            if (PolicyKeys.IsTaken(term.Name) || !names.Add(term.Name))
                throw Broken(type, $"its policy key '{term.Name}' is taken");
            if (term.Least > term.Most)
                throw Broken(type, $"its policy key '{term.Name}' allows no value");
        }
    }

    private static ArgumentException Broken(LicenseType type, string why) =>
        new($"License type '{type.Name}' ({type.GetType().FullName}) cannot be used: {why}.");
}
