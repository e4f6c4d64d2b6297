using System.Globalization;
using System.Text.Json;

namespace BigPicture.Benchmarks.Report;

/// <summary>The figures: each told when it is known, all of them as a table for people and as JSON for scripts.</summary>
internal sealed class Report(string machine, DateTimeOffset time, Action<string> tell)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
    private readonly List<Figure> figures = [];

    public void Add(Figure figure)
    {
        figures.Add(figure);
        tell($"{figure.Name.Trim()}: {Text(figure.Value)} {figure.Unit}");
    }

    public void Add(IEnumerable<Figure> more)
    {
        foreach (var figure in more)
            Add(figure);
    }

    public async Task Add(IAsyncEnumerable<Figure> more)
    {
        await foreach (var figure in more)
            Add(figure);
    }

    public string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                time = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
                machine,
                figures,
            },
            Options
        );

    public IEnumerable<string> ToLines()
    {
        var name = figures.Max(figure => figure.Name.Length);
        yield return machine;
        yield return "";
        foreach (var figure in figures)
        {
            var line = $"{figure.Name.PadRight(name)}  {Text(figure.Value), 10} {figure.Unit, -7}";
            yield return figure.Wanted is null
                ? line.TrimEnd()
                : $"{line}  {figure.Wanted, -10}  {(figure.IsReached == true ? "yes" : "NO")}";
        }
    }

    private static string Text(double value) =>
        value.ToString(
            value switch
            {
                >= 100 => "#,0",
                >= 10 => "0.0",
                _ => "0.00",
            },
            CultureInfo.InvariantCulture
        );
}
