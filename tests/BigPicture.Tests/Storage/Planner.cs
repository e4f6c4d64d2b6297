using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BigPicture.Tests.Storage;

/// <summary>Asks SQLite how it would answer each statement, before it does.</summary>
internal sealed class Planner : DbCommandInterceptor
{
    private readonly List<string> plans = [];

    /// <summary>The steps of the last statement's plan.</summary>
    public string Last => plans[^1];

    /// <summary>The plans since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. plans];
        plans.Clear();
        return taken;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Explain(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Explain(command);
        return ValueTask.FromResult(result);
    }

    private void Explain(DbCommand command)
    {
        var statement = command.CommandText;
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        using (var plan = command.ExecuteReader())
            plans.Add(string.Join("; ", plan.Cast<DbDataRecord>().Select(step => step.GetString(3))));
        command.CommandText = statement;
    }
}
