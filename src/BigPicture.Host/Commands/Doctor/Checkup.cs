namespace BigPicture.Host.Commands.Doctor;

/// <summary>Looks at everything, one check after the other; none of them ends the others.</summary>
internal static class Checkup
{
    private static readonly (string Name, Func<Patient, CancellationToken, Task<Examined>> Look)[] Checks =
    [
        ("settings", (patient, _) => Task.FromResult(MachineChecks.Settings(patient))),
        ("permissions", (patient, _) => Task.FromResult(PermissionCheck.Look(patient))),
        ("disk", (patient, _) => Task.FromResult(MachineChecks.Disk(patient))),
        ("port", PortCheck.Look),
        ("database", DatabaseChecks.Integrity),
        ("schema", DatabaseChecks.Schema),
        ("ledger", DatabaseChecks.Ledger),
        ("clock", DatabaseChecks.Clock),
        ("keys", (patient, _) => Task.FromResult(KeyChecks.Keys(patient))),
        ("certificates", (patient, _) => Task.FromResult(KeyChecks.Certificates(patient, TimeProvider.System))),
        ("backup", (patient, _) => Task.FromResult(KeyChecks.Backup(patient))),
        ("version", DatabaseChecks.Version),
    ];

    public static async Task<IReadOnlyList<CheckResult>> Run(Patient patient, IProgress<double> progress, CancellationToken cancel)
    {
        var results = new List<CheckResult>();
        foreach (var (name, look) in Checks)
        {
            results.Add(new CheckResult(name, await Look(look, patient, cancel)));
            progress.Report((double)results.Count / Checks.Length);
        }
        return results;
    }

    private static async Task<Examined> Look(
        Func<Patient, CancellationToken, Task<Examined>> look,
        Patient patient,
        CancellationToken cancel
    )
    {
        try
        {
            return await look(patient, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Examined.Ill(Finding.Error("unreadable", e.Message, "Look at the disk and the rights of its files, as its user."));
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException and not CommandException)
        {
            // What is stored can be wrong in more ways than anybody lists, and the other checks are still wanted.
            return Examined.Ill(
                Finding.Damage(
                    "check_failed",
                    $"The check broke: {e.Message} ({e.GetType().Name})",
                    "Something stored is not what a server writes: restore a backup, and report this line."
                )
            );
        }
    }
}
