using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>A system clock for one server, which a test sets while it runs; its monotonic clock goes on undisturbed.</summary>
internal sealed class FakeClock : IDisposable
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

    private string Place => Path.Combine(folder.FullName, "offset");

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(offset);

    public Launch Launch =>
        new()
        {
            StartedWhen = "/livez",
            Environment = new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = Library!,
                ["FAKETIME_TIMESTAMP_FILE"] = Place,
                ["FAKETIME_CACHE_DURATION"] = "1",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                // Else every wait of a thread for a time ends at once, and the server spins.
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
                ["NO_FAKE_STAT"] = "1",
            },
        };

    /// <summary>Skips the test, and says why, where there is no such clock.</summary>
    public static void Needed() => Assert.SkipWhen(Library is null, "Not installed here: libfaketime (Debian: faketime).");

    /// <summary>The server sees it within a second or two.</summary>
    public void Set(long seconds)
    {
        offset = seconds;
        var next = Place + ".next";
        File.WriteAllText(next, seconds.ToString("+0;-0;+0", System.Globalization.CultureInfo.InvariantCulture));
        File.Move(next, Place, overwrite: true);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
