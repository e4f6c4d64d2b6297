namespace BigPicture.Host.Edge.Queries;

/// <summary>A parameter that a route takes in its query string.</summary>
internal sealed record QueryParameter(string Name, string Description)
{
    /// <summary>The only values it may have; null: it is free.</summary>
    public IReadOnlyList<string>? Choices { get; private init; }

    /// <summary>Set when the value is a whole number.</summary>
    public (long Least, long Most)? Range { get; private init; }

    public int CharactersMax { get; private init; } = 128;

    public bool IsRequired { get; private init; }

    public static QueryParameter Limit { get; } = Whole("limit", 1, 200, "How many to list; 50 when left out.");

    public static QueryParameter Cursor { get; } =
        Text("cursor", "Where to go on: `next_cursor` of the page before.") with
        {
            CharactersMax = 1024,
        };

    public static QueryParameter Text(string name, string description) => new(name, description);

    public static QueryParameter Required(string name, string description) => new(name, description) { IsRequired = true };

    public static QueryParameter OneOf(string name, IReadOnlyList<string> choices, string description) =>
        new(name, description) { Choices = choices };

    public static QueryParameter Whole(string name, long least, long most, string description) =>
        new(name, description) { Range = (least, most) };

    public QueryParameter Needed() => this with { IsRequired = true };

    public QueryParameter UpTo(int characters) => this with { CharactersMax = characters };
}
