using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>Rows as parameters: one array a column, which the statement unnests. So a statement is the same for one row and for hundreds.</summary>
internal static class Columns
{
    public static NpgsqlBatchCommand Column<TRow, TValue>(
        this NpgsqlBatchCommand command,
        IReadOnlyCollection<TRow> rows,
        Func<TRow, TValue> column
    )
    {
        var values = new TValue[rows.Count];
        var i = 0;
        foreach (var row in rows)
            values[i++] = column(row);
        return command.Value(values);
    }

    public static NpgsqlBatchCommand Value<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }
}
