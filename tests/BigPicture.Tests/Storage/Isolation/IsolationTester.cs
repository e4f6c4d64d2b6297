using System.Diagnostics;
using System.Text.RegularExpressions;
using BigPicture.Testing.Databases;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>PostgreSQL's own isolation tester, which holds sessions against each other step by step and knows when one waits.</summary>
internal static partial class IsolationTester
{
    /// <exception cref="InvalidOperationException">It is not there, or did not come to its end.</exception>
    public static IReadOnlyList<PlayedPermutation> Run(PostgresCluster cluster, string database, IsolationSpec spec)
    {
        var program = Path.Combine(PostgresCluster.Home, "lib", "pgxs", "src", "test", "isolation", "isolationtester");
        if (!File.Exists(program))
            throw new InvalidOperationException($"{program} is missing: install the Debian package 'postgresql-client-…' of that version.");
        string[] connection = [$"host=127.0.0.1 port={cluster.Port} user={PostgresCluster.Superuser} dbname={database}"];
        var start = new ProcessStartInfo(program, connection)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(spec.ToString());
        process.StandardInput.Close();
        process.WaitForExit();
        var told = output.GetAwaiter().GetResult();
        return process.ExitCode == 0
            ? Read(told, spec)
            : throw new InvalidOperationException(
                $"isolationtester ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}{told}"
            );
    }

    private static List<PlayedPermutation> Read(string told, IsolationSpec spec)
    {
        var sql = spec.Steps.ToDictionary(step => step.Name, step => step.Sql, StringComparer.Ordinal);
        return
        [
            .. Permutation()
                .Split(told)
                .Skip(1)
                .Zip(spec.Permutations, (text, order) => new PlayedPermutation(order, Results(text, sql), Waits(text), text)),
        ];
    }

    private static Dictionary<string, string> Results(string text, Dictionary<string, string> sql)
    {
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in Step().Split(text).Skip(1))
        {
            var (name, rest) = (
                part[..part.IndexOf(':', StringComparison.Ordinal)],
                part[(part.IndexOf(':', StringComparison.Ordinal) + 2)..]
            );
            var asked = rest.StartsWith(sql[name].Trim(), StringComparison.Ordinal) ? rest[sql[name].Trim().Length..] : rest;
            results[name] = Fraction().Replace(asked.Replace(Completed, "", StringComparison.Ordinal), "…").Trim();
        }
        return results;
    }

    private static HashSet<string> Waits(string text) => [.. Waiting().Matches(text).Select(match => match.Groups["name"].Value)];

    private const string Completed = "<... completed>";

    [GeneratedRegex(@"^starting permutation: .*\n", RegexOptions.Multiline)]
    private static partial Regex Permutation();

    [GeneratedRegex(@"^step (?=\w+: )", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"^step (?<name>\w+): (?:(?!^step ).)*?<waiting \.\.\.>", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Waiting();

    /// <summary>The database's own clock between two seconds, which the tests do not set.</summary>
    [GeneratedRegex(@"\d{10}\.\d+")]
    private static partial Regex Fraction();
}

/// <summary>How one order went.</summary>
/// <param name="Order">The steps.</param>
/// <param name="Results">What each step answered.</param>
/// <param name="Waited">Steps that had to wait for another session.</param>
/// <param name="Text">All of it, as it was told.</param>
internal sealed record PlayedPermutation(
    IReadOnlyList<string> Order,
    IReadOnlyDictionary<string, string> Results,
    IReadOnlySet<string> Waited,
    string Text
);
