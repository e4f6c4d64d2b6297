using System.Globalization;

namespace BigPicture.Host.Edge.Bodies;

/// <summary>A dotted path as it stands on the wire: <c>policy_json.features[1]</c>; empty for the body as a whole.</summary>
internal readonly record struct FieldPath(string Text)
{
    /// <summary>An unknown name may be as long as the body.</summary>
    private const int NameMax = 100;

    public static readonly FieldPath Root = new("");

    public FieldPath Member(string name)
    {
        var shown = name.Length <= NameMax ? name : name[..(char.IsHighSurrogate(name[NameMax - 1]) ? NameMax - 1 : NameMax)] + "…";
        return new(Text.Length == 0 ? shown : $"{Text}.{shown}");
    }

    public FieldPath Item(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Text}[{index}]"));

    public override string ToString() => Text;
}
