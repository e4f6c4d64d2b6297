using System.Globalization;

namespace BigPicture.Testing.Clocks;

/// <summary>
/// A system clock for one process, set while it runs; its monotonic clock goes on undisturbed. Needs libfaketime: Debian's package
/// <c>faketime</c>.
/// </summary>
public sealed class FakeClock : IDisposable
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory
            .EnumerateDirectories("/usr/lib", "*-linux-*")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        : null;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-clock-");
    private long offset;

    /// <param name="offset">Seconds by which it is wrong from the start.</param>
    public FakeClock(long offset = 0) => Set(offset);

    /// <summary>Whether this machine has what it needs.</summary>
    public static bool IsInstalled => Library is not null;

    /// <summary>What it shows, but for the second or two that a process takes to see it.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(offset);

    /// <summary>What a process finds in its environment to go by this clock.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library ?? throw new InvalidOperationException("Not installed here: libfaketime (Debian: faketime)."),
            ["FAKETIME_TIMESTAMP_FILE"] = Place,
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            // Else every wait of a thread for a time ends at once, and the server spins.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            ["NO_FAKE_STAT"] = "1",
        };

    private string Place => Path.Combine(folder.FullName, "offset");

    /// <summary>Sets it; the process sees that within a second or two.</summary>
    /// <param name="seconds">By how much it is ahead; negative: back.</param>
    public void Set(long seconds)
    {
        offset = seconds;
        var next = Place + ".next";
        File.WriteAllText(next, seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(next, Place, overwrite: true);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Delete(recursive: true);
}
