using System.CommandLine;

namespace BigPicture.Cli.Commands;

/// <summary>The id that the operator chooses for something new, as an argument or as <c>--id</c>; neither: the server makes one.</summary>
internal sealed class NewId
{
    private readonly Argument<string?> argument = new("ID")
    {
        Description = "1 to 64 of a-z 0-9 . _ -; left out, the server makes one.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> option = Options.Text("--id", "The same as an option.", "ID");

    public NewId() =>
        option.Validators.Add(result =>
        {
            if (result.GetResult(argument) is { Tokens.Count: > 0 })
                result.AddError("The id is given twice: as an argument and with --id.");
        });

    public IEnumerable<Symbol> All => [argument, option];

    public string? Read(ParseResult parse) => parse.GetValue(option) ?? parse.GetValue(argument);
}
