using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli.Commands;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;

namespace BigPicture.Cli;

/// <summary>What all remote commands share: where the server is, who asks, and how an answer is shown. They speak HTTP and nothing else.</summary>
internal sealed class Remote(Surroundings surroundings)
{
    public const string ServerVariable = "BIGPICTURE_SERVER";
    public const string TokenVariable = "BIGPICTURE_TOKEN";
    public const string ServerDefault = "http://127.0.0.1:8080";

    private readonly Option<string?> serverOption = new("--server")
    {
        Description = $"The server; else {ServerVariable}, else {ServerDefault}.",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> tokenOption = new("--token")
    {
        Description = $"The API token, bp_…; else {TokenVariable}.",
        HelpName = "TOKEN",
        Recursive = true,
    };

    public Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description) { serverOption, tokenOption };
        foreach (var command in commands)
            group.Add(command);
        return group;
    }

    /// <summary>A command that asks one thing and shows the one answer.</summary>
    public Command Ask<T>(
        string name,
        string description,
        IEnumerable<Symbol> takes,
        Func<ParseResult, LicenseServer, CancellationToken, Task<Answer<T>>> ask,
        Action<Terminal, T> show
    ) =>
        Command(
            name,
            description,
            takes,
            async (parse, terminal, server, cancel) =>
            {
                var answer = await ask(parse, server, cancel);
                if (answer.Failed(out var failure))
                    return terminal.Fail(failure);
                if (terminal.IsJson)
                    terminal.Json(answer.Json);
                else
                    show(terminal, answer.Value);
                return (int)ExitCode.Ok;
            }
        );

    /// <summary>A command that lists, page by page.</summary>
    public Command List<TPage, TItem>(string name, string description, IEnumerable<Symbol> takes, Listing<TPage, TItem> listing)
    {
        var limit = Options.Number<int>("--limit", "Items a page, 1 to 200; default 50.");
        var cursor = Options.Text("--cursor", "Where the page starts: next_cursor of the page before.", "CURSOR");
        var all = new Option<bool>("--all") { Description = "All pages." };
        return Command(
            name,
            description,
            [.. takes, limit, cursor, all],
            async (parse, terminal, server, cancel) =>
            {
                var items = new List<TItem>();
                JsonObject? document = null;
                var next = parse.GetValue(cursor);
                do
                {
                    var path = listing.Path(parse).With(("limit", parse.GetValue(limit)), ("cursor", next));
                    var answer = await server.Get(path, listing.Form(), cancel);
                    if (answer.Failed(out var failure))
                        return terminal.Fail(failure);
                    items.AddRange(listing.Items(answer.Value));
                    document = Joined(document, answer.Json, listing.Plural);
                    next = listing.Next(answer.Value);
                } while (next is not null && parse.GetValue(all));

                if (terminal.IsJson)
                    terminal.Json(document);
                else
                    terminal.Table(items, listing.Fields);
                if (next is not null && !terminal.IsJson)
                    terminal.Say($"There is more: --all, or --cursor {next}");
                return (int)ExitCode.Ok;
            }
        );
    }

    /// <summary>Any other command: it gets the server and answers with its exit code.</summary>
    public Command Command(
        string name,
        string description,
        IEnumerable<Symbol> takes,
        Func<ParseResult, Terminal, LicenseServer, CancellationToken, Task<int>> run
    )
    {
        var command = new Command(name, description).Taking(takes);
        command.SetAction((parse, cancel) => Run(parse, needsToken: true, (terminal, server) => run(parse, terminal, server, cancel)));
        return command;
    }

    /// <summary>A command outside of the groups, which may be asked without a token.</summary>
    public Command Standalone(string name, string description, Func<Terminal, LicenseServer, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { serverOption, tokenOption };
        command.SetAction((parse, cancel) => Run(parse, needsToken: false, (terminal, server) => run(terminal, server, cancel)));
        return command;
    }

    private async Task<int> Run(ParseResult parse, bool needsToken, Func<Terminal, LicenseServer, Task<int>> run)
    {
        var terminal = Terminal.For(surroundings, parse);
        if (Connect(parse, needsToken, out var server) is { } failure)
            return terminal.Fail(failure);
        using (server)
            return await run(terminal, server!);
    }

    private Failure? Connect(ParseResult parse, bool needsToken, out LicenseServer? server)
    {
        server = null;
        var address = NotEmpty(parse.GetValue(serverOption)) ?? NotEmpty(surroundings.Variable(ServerVariable)) ?? ServerDefault;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return new Failure(
                ExitCode.Usage,
                $"'{address}' is no server's address.",
                $"Give one such as {ServerDefault} with --server or {ServerVariable}."
            );

        var token = NotEmpty(parse.GetValue(tokenOption)) ?? NotEmpty(surroundings.Variable(TokenVariable));
        if (token is null && needsToken)
            return new Failure(
                ExitCode.Authentication,
                "There is no API token to ask with.",
                $"Give one with --token or {TokenVariable}; `bigpicture init` printed the first ones."
            );
        // What is no token is not sent: it may be some other secret.
        if (token is not null && !ApiTokenText.IsWellFormed(token))
            return new Failure(
                ExitCode.Authentication,
                "What was given is no API token: they are bp_ and 43 characters of A-Z a-z 0-9 - _.",
                $"Give the whole token with --token or {TokenVariable}. (A lease's token is an argument of its command.)"
            );

        server = new LicenseServer(uri, token);
        return null;
    }

    private static JsonObject Joined(JsonObject? document, string page, string plural)
    {
        var added = JsonNode.Parse(page)!.AsObject();
        if (document is null)
            return added;
        foreach (var item in added[plural]!.AsArray())
            document[plural]!.AsArray().Add(item!.DeepClone());
        document.Remove("next_cursor");
        if (added["next_cursor"] is { } next)
            document["next_cursor"] = next.DeepClone();
        return document;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
