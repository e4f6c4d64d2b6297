using System.Diagnostics;
using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;
using Microsoft.Data.Sqlite;

namespace BigPicture.Benchmarks.Rows;

/// <summary>What a lone caller waits for, over what one durable commit of the same database takes.</summary>
internal sealed class OneCaller(BenchOptions options)
{
    private const int Commits = 500;

    /// <param name="directory">Where the server's database lies: the bare commits go to the same disk. Null: they are not measured.</param>
    public async IAsyncEnumerable<Figure> Measure(Target server, string? directory)
    {
        var runs = new List<Measurement>();
        for (var run = 0; run < options.Runs; run++)
            runs.Add(await Drive.For(TimeSpan.FromSeconds(2), server, 1, $"one{run}", Turns.Cycle));
        var alone = Measurement.MedianOf(runs).Median.TotalMilliseconds;
        yield return new Figure("one_caller", "one caller, no load: median of an act", alone, "ms");
        if (directory is null)
            yield break;
        var commit = BareCommit(directory);
        yield return new Figure("bare_commit", "  one bare durable commit", commit, "ms");
        yield return Figure.AtMost("one_caller.over_commit", "  act over commit", alone - commit, "ms", 2);
    }

    private static double BareCommit(string directory)
    {
        SQLitePCL.Batteries_V2.Init();
        using var db = new SqliteConnection($"Data Source={Path.Combine(directory, "bare.db")};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE act (id INTEGER PRIMARY KEY, data BLOB)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO act (data) VALUES (randomblob(400))";
        var times = new List<double>();
        for (var i = 0; i < Commits; i++)
        {
            var from = Stopwatch.GetTimestamp();
            command.ExecuteNonQuery();
            times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }
        times.Sort();
        return times[Commits / 2];
    }
}
