using System.Globalization;
using System.Text.RegularExpressions;
using BigPicture.Proof.Linearizability;
using BigPicture.Proof.Linearizability.Models;

namespace BigPicture.Tests.Proof.Linearizability;

/// <summary>Reads the histories of the vectors: lines are the moments, an invocation without a return is unknown.</summary>
internal static partial class JepsenLog
{
    public static List<Call<RegisterInput, RegisterOutput>> Register(string path)
    {
        var calls = new List<Call<RegisterInput, RegisterOutput>>();
        var open = new Dictionary<string, (RegisterInput Input, int Line)>();
        foreach (var (line, text) in File.ReadLines(path).Index())
        {
            if (RegisterLine().Match(text) is not { Success: true } match)
                continue;
            var (process, what, act, value) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value);
            if (what == "invoke")
                open[process] = (Input(act, value), line);
            else if (open.Remove(process, out var asked) && !(what == "info" || (what == "fail" && act == "read")))
                calls.Add(new(asked.Input, new(act == "read" ? Number(value) : null, what == "ok"), asked.Line, line));
            else if (asked.Input is { Act: not RegisterAct.Read })
                calls.Add(new(asked.Input, new(), asked.Line, line, IsKnown: false));
        }
        calls.AddRange(
            open.Values.Select(asked => new Call<RegisterInput, RegisterOutput>(
                asked.Input,
                new(),
                asked.Line,
                int.MaxValue,
                IsKnown: false
            ))
        );
        return calls;
    }

    public static List<Call<KeyValueInput, string>> KeyValue(string path)
    {
        var calls = new List<Call<KeyValueInput, string>>();
        var open = new Dictionary<string, (KeyValueInput Input, int Line)>();
        foreach (var (line, text) in File.ReadLines(path).Index())
        {
            var match = KeyValueLine().Match(text);
            if (!match.Success)
                throw new InvalidDataException($"{path}, line {line + 1}: {text}");
            var (process, what, key, value) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[4].Value, match.Groups[5].Value);
            if (what == "invoke")
                open.Add(process, (new(Enum.Parse<KeyValueAct>(match.Groups[3].Value, ignoreCase: true), key, value), line));
            else if (open.Remove(process, out var asked))
                calls.Add(new(asked.Input, value, asked.Line, line));
        }
        calls.AddRange(
            open.Values.Select(asked => new Call<KeyValueInput, string>(asked.Input, "", asked.Line, int.MaxValue, IsKnown: false))
        );
        return calls;
    }

    private static RegisterInput Input(string act, string value) =>
        act switch
        {
            "read" => new(RegisterAct.Read),
            "write" => new(RegisterAct.Write, Number(value)),
            _ => value.Trim('[', ']').Split(' ') is [var expected, var next]
                ? new(RegisterAct.CompareAndSet, Number(next), Number(expected))
                : throw new InvalidDataException(value),
        };

    private static int? Number(string text) => text == "nil" ? null : int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"jepsen\.util - (\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$")]
    private static partial Regex RegisterLine();

    [GeneratedRegex("""^\{:process (\d+), :type :(invoke|ok), :f :(get|put|append), :key "(.*)", :value (?:nil|"(.*)")\}$""")]
    private static partial Regex KeyValueLine();
}
