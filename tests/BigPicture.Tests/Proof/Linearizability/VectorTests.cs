using System.Text.Json;
using BigPicture.Proof.Linearizability;
using BigPicture.Proof.Linearizability.Models;
using BigPicture.Tests.Protocol;
using Xunit;

namespace BigPicture.Tests.Proof.Linearizability;

public sealed class VectorTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(Vectors.Folder, "linearizability");

    [Theory]
    [InlineData("jepsen-etcd/", 102)]
    [InlineData("kv/", 6)]
    public void Every_history_gets_its_known_verdict(string kind, int count)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        var known = expected
            .RootElement.GetProperty("linearizable")
            .EnumerateObject()
            .Where(history => history.Name.StartsWith(kind, StringComparison.Ordinal))
            .ToDictionary(history => history.Name, history => history.Value.GetBoolean() ? Verdict.Linearizable : Verdict.NotLinearizable);

        var results = known.Keys.ToDictionary(name => name, Judge);

        output.WriteLine(
            $"{results.Values.Sum(result => result.StatesVisited):N0} states visited, at most {results.Values.Max(result => result.StatesVisited):N0} in one."
        );
        Assert.Equal(count, known.Count);
        Assert.Equal(2, known.Values.Distinct().Count());
        Assert.All(known, history => Assert.Equal((history.Key, history.Value), (history.Key, results[history.Key].Verdict)));
    }

    private static SearchResult Judge(string name)
    {
        var path = Path.Combine(Folder, name);
        return name.StartsWith("kv/", StringComparison.Ordinal)
            ? Partition.Run(new KeyValueModel(), JepsenLog.KeyValue(path), input => input.Key)
            : Search.Run(new RegisterModel(), JepsenLog.Register(path));
    }
}
