using System.Text.Json.Nodes;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Host.Commands.Keys;

/// <summary>What is told of keys. No private part is ever in it.</summary>
internal static class KeysText
{
    public static string ToJson(IEnumerable<KeyListing> keys) =>
        new JsonObject
        {
            ["keys"] = new JsonArray([
                .. keys.Select(key => new JsonObject
                {
                    ["key_id"] = key.Id,
                    ["use"] = key.Use,
                    ["state"] = State(key),
                    ["current"] = key.IsCurrent,
                    ["public_key"] = key.PublicKey,
                    ["not_before"] = key.NotBefore?.ToString(),
                    ["ends_at"] = key.NotAfter?.ToString(),
                    ["retired_at"] = key.RetiredAt?.ToString(),
                    ["reason"] = key.RetiredFor,
                    ["verifies_until"] = key.VerifiesUntil?.ToString(),
                    ["root"] = key.Root,
                    ["file"] = key.File,
                    ["kept"] = Kept(key),
                    ["usable"] = IsUsable(key),
                    ["problem"] = key.Problem?.Message,
                    ["certificates"] = new JsonArray([.. key.Chain.Select(certificate => (JsonNode)certificate)]),
                }),
            ]),
        }.ToJsonString(JsonText.Indented);

    /// <summary>One line a key, tab-separated where a program reads.</summary>
    public static string Words(IReadOnlyList<KeyListing> keys)
    {
        string[][] rows =
        [
            .. keys.Select(key =>
                new[]
                {
                    key.Id,
                    $"{key.Use} ({State(key).Replace('_', ' ')})",
                    key.NotAfter?.ToString() ?? "no end",
                    Kept(key) ?? "unknown",
                    IsUsable(key) ? "usable" : key.Problem?.Message ?? "not here",
                }
            ),
        ];
        if (Console.IsOutputRedirected)
            return string.Join('\n', rows.Select(row => string.Join('\t', row)));
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToList();
        return string.Join('\n', rows.Select(row => string.Concat(row.Take(4).Select((cell, i) => cell.PadRight(widths[i] + 2))) + row[4]));
    }

    public static string ToJson(IReadOnlyList<string> sealedFiles) =>
        new JsonObject { ["sealed"] = new JsonArray([.. sealedFiles.Select(file => (JsonNode)file)]) }.ToJsonString(JsonText.Indented);

    public static string Words(IReadOnlyList<string> sealedFiles) =>
        sealedFiles.Count == 0
            ? "All keys lie under a passphrase already."
            : string.Join('\n', sealedFiles.Select(file => $"{file} lies under the passphrase now."));

    public static string Exported(string id, string file) =>
        new JsonObject { ["key_id"] = id, ["file"] = file }.ToJsonString(JsonText.Indented);

    private static string State(KeyListing key) =>
        key.State switch
        {
            KeyState.Signs => "signs",
            KeyState.Waiting => "waiting",
            KeyState.Retired => "retired",
            KeyState.Withdrawn => "withdrawn",
            _ => "in_use",
        };

    private static bool IsUsable(KeyListing key) =>
        key.Problem is null && key.State != KeyState.Waiting && key.Kept is not (null or KeptAs.Elsewhere);

    private static string? Kept(KeyListing key) =>
        key.Kept switch
        {
            KeptAs.Plain => "plain",
            KeptAs.UnderPassphrase => "passphrase",
            KeptAs.Elsewhere => "elsewhere",
            _ => null,
        };
}
