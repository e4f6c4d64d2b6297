using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;

namespace BigPicture.Host.Commands.Doctor;

/// <summary>The database file, looked at from outside of the server that may be running on it.</summary>
internal static class DatabaseChecks
{
    /// <summary>How far a clock may be behind without a server minding.</summary>
    private const long ClockSecondsMax = 60;

    private const string Restore = "Stop the server and restore a backup into an empty directory: bigpicture restore FILE --data DIR";
    private const string NotLookedAt = "the database cannot be read";

    public static Task<Examined> Integrity(Patient patient, CancellationToken cancel) =>
        Look(
            patient,
            async database =>
            {
                var damage = await database.Damage(cancel);
                return damage.Count == 0
                    ? Examined.Well("every page, index and reference is sound")
                    : Examined.Ill([
                        .. damage.Select(what => Finding.Damage("database_damaged", $"The database is damaged: {what}.", Restore)),
                    ]);
            },
            why => Unreadable(patient, why),
            cancel
        );

    public static Task<Examined> Schema(Patient patient, CancellationToken cancel) =>
        Look(
            patient,
            async database =>
            {
                var schema = await database.Schema(cancel);
                if (schema.Unknown.Count > 0)
                    return Examined.Ill(
                        Finding.Error(
                            "schema_newer",
                            $"A newer release has changed the database (migration {schema.Unknown[0]}).",
                            "Run that release, or restore a backup from before it."
                        )
                    );
                return schema.Pending.Count == 0
                    ? Examined.Well($"{schema.Latest}, as this release has it")
                    : Examined.Ill(
                        Finding.Warning(
                            "schema_older",
                            $"{schema.Pending.Count} changes of the tables are not made yet, from {schema.Pending[0]} on.",
                            "The next start makes them, after a copy of the database; make a backup before."
                        )
                    );
            },
            _ => Examined.Skipped(NotLookedAt),
            cancel
        );

    public static Task<Examined> Ledger(Patient patient, CancellationToken cancel) =>
        Look(
            patient,
            async database =>
            {
                if (!(await database.Schema(cancel)).IsCurrent)
                    return Examined.Skipped("the tables are those of another release");
                var found = await database.Contradictions(cancel);
                return found.Count == 0
                    ? Examined.Well($"every counter says what its rows say; {await database.LiveLeases(cancel)} leases live")
                    : Examined.Ill([.. found.Select(Contradiction)]);
            },
            _ => Examined.Skipped(NotLookedAt),
            cancel
        );

    public static Task<Examined> Clock(Patient patient, CancellationToken cancel) =>
        Look(
            patient,
            async database =>
            {
                var times = await database.Times(cancel);
                var now = TimeProvider.System.GetUtcNow();
                var behind = times.Latest.UnixSeconds - now.ToUnixTimeSeconds();
                return behind <= ClockSecondsMax
                    ? Examined.Well($"{now:yyyy-MM-dd'T'HH:mm:ss'Z'}, not behind the time that was used last")
                    : Examined.Ill(
                        Finding.Error(
                            "clock_behind",
                            $"The clock of this machine is {behind} s behind {times.Latest}, the latest time that the server has used: it grants nothing.",
                            "Set the clock right. Where it is right and that time was wrong: stop the server, run bigpicture clock accept."
                        )
                    );
            },
            _ => Examined.Skipped(NotLookedAt),
            cancel
        );

    public static Task<Examined> Version(Patient patient, CancellationToken cancel) =>
        Look(
            patient,
            database =>
            {
                return Task.FromResult(
                    database.Library >= SqliteInspection.LibraryLeast
                        ? Examined.Well($"bigpicture {ProgramVersion.Text}, SQLite {database.Library}")
                        : Examined.Ill(
                            Finding.Error(
                                "sqlite_old",
                                $"SQLite {database.Library} can lose data; at least {SqliteInspection.LibraryLeast} is needed.",
                                "Install a newer release of this program."
                            )
                        )
                );
            },
            _ => Examined.Skipped(NotLookedAt),
            cancel
        );

    private static Finding Contradiction(LedgerContradiction found) =>
        Finding.Damage("ledger_contradiction", $"{found.Tenant.Value} {found.Entitlement}: {found.What}", Restore);

    private static async Task<Examined> Look(
        Patient patient,
        Func<SqliteInspection, Task<Examined>> look,
        Func<Exception, Examined> unreadable,
        CancellationToken cancel
    )
    {
        try
        {
            await using var database = await SqliteInspection.Open(patient.DatabaseFile, cancel);
            return await look(database);
        }
        catch (Exception e) when (e is DatabaseDamagedException or DatabaseUnfitException)
        {
            return unreadable(e);
        }
    }

    private static Examined Unreadable(Patient patient, Exception why) =>
        why switch
        {
            DatabaseDamagedException => Examined.Ill(Finding.Damage("database_damaged", why.Message, Restore)),
            _ when !File.Exists(patient.DatabaseFile) => Examined.Ill(Finding.Damage("database_missing", why.Message, Restore)),
            _ => Examined.Ill(
                Finding.Error("database_unreadable", why.Message, "Look at the disk and the rights of the file, then run doctor again.")
            ),
        };
}
