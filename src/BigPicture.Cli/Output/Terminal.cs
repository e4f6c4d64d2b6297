using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace BigPicture.Cli.Output;

/// <summary>Where a command's answer goes: data to stdout in the form that was asked for, words to stderr.</summary>
internal sealed class Terminal(Surroundings surroundings, bool json)
{
    public static Terminal For(Surroundings surroundings, ParseResult parse) =>
        new(surroundings, parse.GetValue<bool>(CommandLineApp.JsonOption));

    /// <summary>The answer is asked for as JSON, and as nothing else.</summary>
    public bool IsJson => json;

    public void Say(string words) => surroundings.Error.WriteLine(words);

    /// <summary>One line of the answer, as it stands.</summary>
    public void Line(string text) => surroundings.Out.WriteLine(text);

    public void Json(JsonNode document) => surroundings.Out.WriteLine(document.ToJsonString(LegibleJson.Indented.Options));

    /// <summary>The server's own text, made legible and otherwise untouched.</summary>
    public void Json(string document)
    {
        using var read = JsonDocument.Parse(document);
        surroundings.Out.WriteLine(JsonSerializer.Serialize(read.RootElement, LegibleJson.Indented.JsonElement));
    }

    /// <summary>One line a member, the absent ones left out.</summary>
    public void Sheet<T>(T item, IReadOnlyList<Field<T>> fields) =>
        Lines(fields.Select(f => (f.Name, f.Text(item))).Where(l => l.Item2.Length > 0));

    /// <summary>Names and values; the values stand uncut, to be copied.</summary>
    public void Lines(IEnumerable<(string Name, string Text)> lines)
    {
        var all = lines.ToList();
        var width = all.Select(l => l.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, text) in all)
            surroundings.Out.WriteLine(
                surroundings.IsTerminal ? $"{name.PadRight(width)}  {Legible.OneLine(text)}" : $"{name}\t{Legible.OneLine(text)}"
            );
    }

    /// <summary>A table for a person; for a program one line an item, tab-separated, without a heading.</summary>
    public void Table<T>(IReadOnlyList<T> items, IReadOnlyList<Field<T>> fields)
    {
        var columns = fields.Where(f => f.InList).ToList();
        if (surroundings.IsTerminal)
            Draw(items, columns);
        else
            foreach (var item in items)
                surroundings.Out.WriteLine(string.Join('\t', columns.Select(c => c.Text(item))));
        if (items.Count == 0)
            Say("None.");
    }

    private void Draw<T>(IReadOnlyList<T> items, List<Field<T>> columns)
    {
        if (items.Count == 0)
            return;
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column.Name, new Style(decoration: Decoration.Bold))));
        foreach (var item in items)
            table.AddRow(columns.Select(c => new Text(c.Text(item))));
        Canvas().Write(table);
    }

    private IAnsiConsole Canvas()
    {
        var plain = !string.IsNullOrEmpty(surroundings.Variable("NO_COLOR"));
        var canvas = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(surroundings.Out),
                Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = InteractionSupport.No,
            }
        );
        // An id that is broken over two lines cannot be copied: a line that is too long is the terminal's to wrap.
        canvas.Profile.Width = int.MaxValue;
        return canvas;
    }
}
