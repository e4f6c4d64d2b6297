using System.Text.RegularExpressions;
using Mono.Cecil;
using NetArchTest.Rules;

namespace BigPicture.ArchitectureTests;

/// <summary>
/// Selects by namespace, whole names only. A nested type has none of its own in metadata, so that NetArchTest would neither find
/// it in a module nor know its place: it stands where its outermost type stands.
/// </summary>
internal sealed class Within(params IEnumerable<string> namespaces) : ICustomRule
{
    private readonly Regex place = new($@"^({string.Join('|', namespaces.Select(Regex.Escape))})($|\.)", RegexOptions.CultureInvariant);

    public bool MeetsRule(TypeDefinition type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } outer)
            outermost = outer;
        return place.IsMatch(outermost.Namespace);
    }
}

/// <summary>The opposite of <see cref="Within"/>.</summary>
internal sealed class Outside(params IEnumerable<string> namespaces) : ICustomRule
{
    private readonly Within place = new(namespaces);

    public bool MeetsRule(TypeDefinition type) => !place.MeetsRule(type);
}
