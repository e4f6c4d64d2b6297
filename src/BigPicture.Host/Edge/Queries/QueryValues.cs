using System.Collections.Immutable;
using System.Globalization;
using BigPicture.Domain.Shared;

namespace BigPicture.Host.Edge.Queries;

/// <summary>A query string that was understood whole: every parameter known, once, and of its kind.</summary>
internal sealed class QueryValues
{
    public const int LimitDefault = 50;

    private static readonly QueryValues Empty = new([]);

    private readonly Dictionary<string, string> values;

    private QueryValues(Dictionary<string, string> values) => this.values = values;

    /// <returns>Null when it was left out.</returns>
    public string? this[QueryParameter parameter] => values.GetValueOrDefault(parameter.Name);

    public int Limit => (int?)Whole(QueryParameter.Limit) ?? LimitDefault;

    public string? Cursor => this[QueryParameter.Cursor];

    public long? Whole(QueryParameter parameter) =>
        this[parameter] is { } text ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <param name="query">With its question mark, as it came.</param>
    public static Outcome<QueryValues> Read(string? query, IReadOnlyList<QueryParameter> parameters)
    {
        if (string.IsNullOrEmpty(query) && parameters.Count == 0)
            return Empty;

        var errors = ImmutableArray.CreateBuilder<FieldError>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = query.AsSpan().TrimStart('?');
        foreach (var part in text.Split('&'))
        {
            if (!text[part].IsEmpty)
                Take(text[part], parameters, values, errors);
        }
        foreach (var needed in parameters.Where(p => p.IsRequired && !values.ContainsKey(p.Name)))
            errors.Add(new FieldError(needed.Name, "is required in the query string"));
        return errors.Count == 0 ? new QueryValues(values) : Denial.BadFields(errors.ToImmutable());
    }

    private static void Take(
        ReadOnlySpan<char> part,
        IReadOnlyList<QueryParameter> parameters,
        Dictionary<string, string> values,
        ImmutableArray<FieldError>.Builder errors
    )
    {
        var split = part.IndexOf('=');
        var name = QueryText.Decode(split < 0 ? part : part[..split]);
        var value = split < 0 ? "" : QueryText.Decode(part[(split + 1)..]);
        var problem =
            name is null || parameters.FirstOrDefault(p => p.Name == name) is not { } parameter
                ? "is no parameter of this route"
                : Problem(parameter, value) ?? (values.TryAdd(name, value!) ? null : "stands there twice");
        if (problem is not null)
            errors.Add(new FieldError(Shown(name), problem));
    }

    private static string? Problem(QueryParameter parameter, string? value)
    {
        if (value is null)
            return "is not percent-encoded UTF-8 without U+0000";
        if (parameter.Range is var (least, most))
        {
            var isWhole = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            return isWhole && number >= least && number <= most ? null : $"must be a whole number from {least} to {most}";
        }
        if (parameter.Choices is { } choices)
            return choices.Contains(value) ? null : $"must be one of {string.Join(", ", choices)}";
        return Text.Problem(value, parameter.CharactersMax);
    }

    private static string Shown(string? name) => new Bodies.FieldPath("").Member(name ?? "query string").Text;
}
