using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Backups;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Host.Commands.Doctor;

/// <summary>The signing keys: usable, certified long enough, and kept in a second place.</summary>
internal static class KeyChecks
{
    /// <summary>The longest lease of the protocol, twice: from here on a rotation must be planned.</summary>
    private const int DaysLeast = 180;

    private const long SecondsADay = 24 * 60 * 60;

    public static Examined Keys(Patient patient)
    {
        if (Read(patient, out var keys) is { } unknown)
            return unknown;
        var problems = keys.Where(key => key.Problem is not null).Select(key => Of(key.Problem!)).DistinctBy(Topic).ToList();
        problems.AddRange(KeyGaps.Find(keys, patient.Directory));
        if (problems.Count > 0)
            return Examined.Ill(problems);
        var kept =
            keys.Single(key => key is { IsCurrent: true, Use: KeyUse.Lease }).Kept == KeptAs.Plain ? "in plain" : "under a passphrase";
        return Examined.Well($"{keys.Count(key => key.Kept != KeptAs.Elsewhere)} of {keys.Count} lie here, {kept}, and sign");
    }

    public static Examined Certificates(Patient patient, TimeProvider time)
    {
        if (Read(patient, out var keys) is not null)
            return Examined.Skipped("the keys cannot be read");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var findings = keys.Where(IsDated).SelectMany(key => Dates(key, now)).ToList();
        if (findings.Count > 0)
            return Examined.Ill(findings);
        var first = keys.Where(IsDated).MinBy(key => key.NotAfter!.Value.UnixSeconds);
        return Examined.Well(
            first is null
                ? "none"
                : $"the first ends {first.NotAfter}, in {(first.NotAfter!.Value.UnixSeconds - now) / SecondsADay} days ({first.Use})"
        );
    }

    public static Examined Backup(Patient patient)
    {
        var last = LastBackup.Read(patient.Directory);
        var command = $"Make one: bigpicture backup --data {patient.Directory} --out FILE, and keep it on another machine.";
        if (last is null)
            return Examined.Ill(
                Finding.Warning("no_backup", "No backup was made: with this disk the keys and every lease are lost.", command)
            );
        try
        {
            return last.Keys == KeyInventory.Fingerprint(patient.Place.KeyOptions)
                ? Examined.Well($"made {last.MadeAt:yyyy-MM-dd'T'HH:mm:ss'Z'}, with the keys of now")
                : Examined.Ill(
                    Finding.Warning(
                        "keys_not_backed_up",
                        $"The keys have changed since the last backup, of {last.MadeAt:yyyy-MM-dd'T'HH:mm:ss'Z'}.",
                        command
                    )
                );
        }
        catch (KeyStoreException)
        {
            return Examined.Well($"made {last.MadeAt:yyyy-MM-dd'T'HH:mm:ss'Z'}; not compared: the keys cannot be read");
        }
    }

    /// <summary>What is out of use may end as it likes.</summary>
    private static bool IsDated(KeyListing key) =>
        key is { NotAfter: not null, Problem: null, State: not (KeyState.Retired or KeyState.Withdrawn) };

    private static Examined? Read(Patient patient, out IReadOnlyList<KeyListing> keys)
    {
        keys = [];
        try
        {
            keys = KeyInventory.Read(patient.Place.KeyOptions);
            return null;
        }
        catch (KeyStoreException e)
        {
            return Examined.Ill(Of(e));
        }
    }

    /// <summary>What is wrong with the passphrase is wrong for every key, and said once.</summary>
    private static string Topic(Finding finding) => finding.IsDamage ? finding.Message : finding.Code;

    private static IEnumerable<Finding> Dates(KeyListing key, long now)
    {
        var days = (key.NotAfter!.Value.UnixSeconds - now) / SecondsADay;
        if (key.NotBefore!.Value.UnixSeconds > now)
            yield return Finding.Error(
                "certificate_not_yet_valid",
                $"The {key.Use} key {key.Id} is certified from {key.NotBefore} on; the clock of this machine is before that.",
                "Set the clock right."
            );
        else if (key.NotAfter!.Value.UnixSeconds <= now)
            yield return Finding.Error(
                "certificate_ended",
                $"The certificate of the {key.Use} key {key.Id} has ended ({key.NotAfter}).",
                $"Set the clock right if it is ahead; else a new key is needed: bigpicture keys rotate --use {key.Use}"
            );
        else if (days < DaysLeast)
            yield return Finding.Warning(
                "certificate_ends",
                $"The certificate of the {key.Use} key {key.Id} ends {key.NotAfter}, in {days} days.",
                $"Make a new one before then: bigpicture keys rotate --use {key.Use}. Leases are cut so that none ends later."
            );
    }

    private static Finding Of(KeyStoreException e)
    {
        const string Backup = "Restore the keys from a backup: bigpicture restore FILE --data DIR";
        return e.Fault switch
        {
            KeyStoreFault.Missing => Finding.Damage("keys_missing", e.Message, Backup),
            KeyStoreFault.Damaged => Finding.Damage("keys_damaged", e.Message, Backup),
            KeyStoreFault.ReadableByOthers => Finding.Error(
                "keys_open_to_others",
                e.Message,
                "Close the file with the command that the message names."
            ),
            KeyStoreFault.PassphraseMissing => Finding.Error(
                "passphrase_missing",
                e.Message,
                "Give doctor the server's own passphrase, in the same variable."
            ),
            KeyStoreFault.PassphraseWrong => Finding.Error(
                "passphrase_wrong",
                e.Message,
                "Give the passphrase under which the keys were made."
            ),
            KeyStoreFault.PassphraseUnusable => Finding.Error(
                "passphrase_unusable",
                e.Message,
                "Mend the variable that the message names."
            ),
            KeyStoreFault.Unsealed => Finding.Error("keys_in_plain", e.Message, "Put them under it: bigpicture keys seal --data DIR"),
            _ => Finding.Damage("keys_unusable", e.Message, "Make a new server with keys of its own: bigpicture init"),
        };
    }
}
