using System.Text.RegularExpressions;
using BigPicture.Testing.Databases;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>What a database's own log tells of the statements that it was sent: the product's very SQL, with the values that it sent along.</summary>
/// <param name="types">The types of the database's columns, by name.</param>
internal sealed partial class StatementLog(PostgresCluster cluster, string database, IReadOnlyDictionary<string, string> types)
{
    private long told;

    /// <summary>Has every statement written down; connections that are open already are not told of.</summary>
    public static void Start(PostgresCluster cluster, string database) =>
        cluster.Execute($"ALTER DATABASE {database} SET log_statement = 'all'");

    /// <summary>What comes from here on is read by the next call.</summary>
    public void Skip() => told = new FileInfo(cluster.Log).Length;

    /// <summary>The transactions since the last call, each of one connection, in the order of their beginnings. One that is still open counts as rolled back.</summary>
    public List<RecordedTransaction> Read()
    {
        var all = new List<List<string>>();
        var open = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (connection, sql) in Statements())
        {
            if (sql.StartsWith("BEGIN", StringComparison.Ordinal))
                all.Add(open[connection] = []);
            if (!open.TryGetValue(connection, out var transaction))
                continue;
            transaction.Add(sql);
            if (RecordedTransaction.IsEnd(sql))
                open.Remove(connection);
        }
        foreach (var left in open.Values)
            left.Add("ROLLBACK");
        return [.. all.Select(RecordedTransaction.Of)];
    }

    private IEnumerable<(string Connection, string Sql)> Statements()
    {
        (string Connection, string Sql)? last = null;
        foreach (var (connection, text) in Entries())
        {
            if (Statement().Match(text) is { Success: true } statement)
            {
                if (last is { } complete)
                    yield return complete;
                last = (connection, statement.Groups["sql"].Value);
            }
            else if (
                last is { } asked
                && asked.Connection == connection
                && text.StartsWith("DETAIL:  parameters: ", StringComparison.Ordinal)
            )
                last = (connection, Placed(asked.Sql, text));
        }
        if (last is { } end)
            yield return end;
    }

    // An entry's further lines begin with a tab.
    private IEnumerable<(string Connection, string Text)> Entries()
    {
        using var file = new FileStream(cluster.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = told;
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        told = file.Length;
        foreach (var entry in text.Replace("\n\t", "\r", StringComparison.Ordinal).Split('\n'))
        {
            if (entry.Split('/', 3) is [var name, var connection, var rest] && name == database)
                yield return (connection, rest.Replace('\r', '\n'));
        }
    }

    // Rows come as one array a column: what a column of that name is in the tables tells the array's type, which PostgreSQL wants to know.
    private string Placed(string sql, string parameters)
    {
        var arrays = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Unnested().Match(sql) is { Success: true } unnested)
        {
            var names = Named().Match(sql) is { Success: true } named ? named : Inserted().Match(sql);
            foreach (var (parameter, column) in Split(unnested.Groups["list"].Value).Zip(Split(names.Groups["list"].Value)))
                arrays[parameter] = $"::{types[column]}[]";
        }
        var values = Value()
            .Matches(parameters)
            .ToDictionary(match => match.Groups["name"].Value, match => Quoted(match.Groups["value"].Value));
        return Parameter().Replace(sql, match => values[match.Value] + arrays.GetValueOrDefault(match.Value));
    }

    private static string[] Split(string list) => list.Split(", ");

    // Neither braces nor line ends, which specs have a meaning for.
    private static string Quoted(string value) =>
        value == "NULL"
            ? value
            : "E"
                + value
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("{", "\\x7b", StringComparison.Ordinal)
                    .Replace("}", "\\x7d", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal);

    [GeneratedRegex(@"^LOG:  (statement|execute [^:]+): (?<sql>.*)$", RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"unnest\((?<list>[^)]*)\)")]
    private static partial Regex Unnested();

    [GeneratedRegex(@" AS u\((?<list>[^)]*)\)")]
    private static partial Regex Named();

    [GeneratedRegex(@"^INSERT INTO \w+ \((?<list>[^)]*)\)")]
    private static partial Regex Inserted();

    [GeneratedRegex(@"(?<name>\$\d+) = (?<value>NULL|'(?:[^']|'')*')")]
    private static partial Regex Value();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();
}
