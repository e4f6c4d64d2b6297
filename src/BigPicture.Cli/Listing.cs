using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Cli.Output;

namespace BigPicture.Cli;

/// <summary>How one list of the API is asked for and shown.</summary>
internal sealed record Listing<TPage, TItem>
{
    /// <summary>Path and filters, without limit and cursor.</summary>
    public required Func<ParseResult, string> Path { get; init; }

    /// <summary>The member that holds the list.</summary>
    public required string Plural { get; init; }

    public required Func<JsonTypeInfo<TPage>> Form { get; init; }

    public required Func<TPage, IReadOnlyList<TItem>> Items { get; init; }

    public required Func<TPage, string?> Next { get; init; }

    public required IReadOnlyList<Field<TItem>> Fields { get; init; }
}
