using System.CommandLine;

namespace BigPicture.Host.Commands.Manual;

/// <summary>What commands end with.</summary>
internal static class ManualCodes
{
    public static readonly (int Code, string Meaning)[] Meanings =
    [
        (0, "Done."),
        (1, "Anything that no other code names."),
        (2, "An unknown command or option, a missing argument, or a value that the server finds malformed."),
        (3, "There is no such thing."),
        (4, "No API token, a malformed or unknown one, or one without the scope."),
        (5, "A lease was refused, with reasons."),
        (6, "What stands contradicts what was asked: another version, a name that is taken, a server that runs."),
        (7, "A lease token does not verify, or a database, its keys or a backup are damaged."),
        (8, "The server does not answer."),
    ];

    private static readonly int[] OfRemote = [0, 1, 2, 3, 4, 6, 8];
    private static readonly int[] OfOthers = [0, 1, 2];

    /// <summary>What else, by the command's name without the program's.</summary>
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["lease acquire"] = ["5"],
        ["lease renew"] = ["5", "7"],
        ["lease release"] = ["7"],
        ["lease hold"] = ["5", "126 (cannot be started)", "127 (no such program)", "else the program's own"],
        ["lease verify"] = ["7"],
        ["lease inspect"] = ["7"],
        ["doctor"] = ["7"],
        ["backup"] = ["6", "7"],
        ["restore"] = ["3", "7"],
        ["serve"] = ["6", "7"],
        ["init"] = ["6"],
        ["clock accept"] = ["6"],
        ["keys list"] = ["7"],
        ["keys create"] = ["6", "7"],
        ["keys certify"] = ["3", "6", "7"],
        ["keys rotate"] = ["6", "7"],
        ["keys retire"] = ["3", "6", "7"],
        ["keys import"] = ["3", "6", "7"],
        ["keys export"] = ["3", "6", "7"],
        ["keys seal"] = ["7"],
    };

    public static IEnumerable<string> Of(string path, IEnumerable<Option> options)
    {
        var usual = options.Any(option => option.Name == "--server") ? OfRemote : OfOthers;
        var name = path[(path.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return usual.Select(code => $"{code}").Concat(Others.GetValueOrDefault(name, [])).OrderBy(Number);
    }

    private static int Number(string code)
    {
        var digits = code.TakeWhile(char.IsAsciiDigit).ToArray();
        return digits.Length == 0 ? int.MaxValue : int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
