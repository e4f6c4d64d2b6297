using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>
/// A statement prepared once and run many times, straight on the library: a batch runs hundreds, and through the ADO.NET layer each
/// would cost several times what SQLite itself needs. Parameters and columns count from 0.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int next;

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public SqliteStatement With(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++next, value));
        return this;
    }

    public SqliteStatement With(bool value) => With(value ? 1 : 0);

    public SqliteStatement With(string? text)
    {
        Check(text is null ? raw.sqlite3_bind_null(statement, ++next) : raw.sqlite3_bind_text(statement, ++next, text));
        return this;
    }

    public SqliteStatement With(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return With(bytes);
    }

    public SqliteStatement With(ReadOnlySpan<byte> blob)
    {
        Check(raw.sqlite3_bind_blob(statement, ++next, blob));
        return this;
    }

    public SqliteStatement WithOrNull(byte[]? blob)
    {
        if (blob is not null)
            return With(blob);
        Check(raw.sqlite3_bind_null(statement, ++next));
        return this;
    }

    public SqliteStatement With(long? value)
    {
        if (value is { } given)
            return With(given);
        Check(raw.sqlite3_bind_null(statement, ++next));
        return this;
    }

    /// <summary>Runs to the end and makes ready for the next run.</summary>
    public void Run()
    {
        while (Step()) { }
    }

    /// <summary>The next row; after the last one the statement is ready to be bound and run again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        next = 0;
        var reset = raw.sqlite3_reset(statement);
        Check(code == raw.SQLITE_DONE ? reset : code);
        return false;
    }

    /// <summary>Leaves what was not read or bound to its end, whatever happened to it.</summary>
    public void Reset()
    {
        next = 0;
        _ = raw.sqlite3_reset(statement); // It only repeats the error that was told already.
    }

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int(int column) => raw.sqlite3_column_int(statement, column);

    public bool Bool(int column) => Long(column) != 0;

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public Guid Id(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            SqliteException.ThrowExceptionForRC(code, database);
    }
}
