using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.OpenApi;

/// <summary>What the documentation of the wire records says of them, as Markdown.</summary>
internal sealed partial class RecordDocs(XDocument xml)
{
    private const int WordsMax = 10;

    private readonly Dictionary<string, XElement> members = xml.Descendants("member")
        .Where(member => member.Attribute("name") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Reads the file that the compiler writes beside the assembly of <paramref name="record"/>.</summary>
    public static RecordDocs Beside(Type record) =>
        new(XDocument.Load(Path.Combine(AppContext.BaseDirectory, record.Assembly.GetName().Name + ".xml")));

    public string? Of(Type record) => Text(Find($"T:{record.FullName}"));

    public string? Of(Type record, JsonPropertyInfo member)
    {
        var property = record.GetProperties().Single(property => WireName(property) == member.Name);
        return Text(Find($"P:{property.DeclaringType!.FullName}.{property.Name}"));
    }

    /// <summary>The serializer knows a member by its name on the wire, the documentation by the property's.</summary>
    private static string WireName(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private XElement? Find(string name)
    {
        var found = members.GetValueOrDefault(name);
        return found?.Element("inheritdoc")?.Attribute("cref")?.Value is { } from ? Find(from) : found;
    }

    private static string? Text(XElement? member) =>
        member?.Element("summary") is { } summary ? Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim() : null;

    private static string Text(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => Meant(see.Attribute("cref")!.Value),
            XElement other => other.Value,
            _ => "",
        };

    /// <summary>A short list of words is told in full; anything else by its name.</summary>
    private static string Meant(string cref)
    {
        var words = typeof(ProblemDocument).Assembly.GetType(cref[2..]) is { IsAbstract: true, IsSealed: true } list
            ? list.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).ToArray()
            : [];
        return words.Length is > 0 and <= WordsMax
            ? string.Join(", ", words.Select(word => $"`{word.GetRawConstantValue()}`"))
            : $"`{LastPart(cref)}`";
    }

    private static string LastPart(string cref) => cref[(cref.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
