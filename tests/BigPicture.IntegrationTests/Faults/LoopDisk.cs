namespace BigPicture.IntegrationTests.Faults;

/// <summary>A disk of a test's own: an ext4 file system on a loop device, whose image holds what the device was given and nothing else.</summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private const int Megabytes = 96;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-disk-");
    private Mount? mount;
    private string device = "";

    private LoopDisk() { }

    private string Image => Path.Combine(folder.FullName, "image");

    /// <summary>Skips the test, and says why, where the machine has no loop devices.</summary>
    public static async Task<LoopDisk> Make()
    {
        var disk = new LoopDisk();
        await Machine.Run("truncate", "-s", $"{Megabytes}M", disk.Image);
        await Machine.Run("mkfs.ext4", "-q", "-F", disk.Image);
        // Past the page cache of the machine, so that the image never holds what the device was not given.
        var (code, words) = await Machine.Try("losetup", "--find", "--show", "--direct-io=on", disk.Image);
        if (code != 0)
        {
            disk.folder.Delete(recursive: true);
            Assert.Skip($"A loop device is refused here: {words.Trim()}");
        }
        disk.device = words.Trim();
        disk.mount = await Mount.Make("-t", "ext4", disk.device);
        return disk;
    }

    public string In(string name) => mount!.In(name);

    /// <summary>
    /// The disk as a power cut would leave it, if nothing was written to it meanwhile; else null, as such a copy is of no one moment.
    /// </summary>
    public async Task<string?> TryCut(string name)
    {
        var copy = Path.Combine(folder.FullName, name);
        var before = Writes();
        await Machine.Run("cp", "--sparse=always", Image, copy);
        if (Writes() == before)
            return copy;
        File.Delete(copy);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (mount is not null)
            await mount.DisposeAsync();
        await Machine.Run("losetup", "-d", device);
        folder.Delete(recursive: true);
    }

    /// <summary>Writes and flushes that the device has finished.</summary>
    private string Writes()
    {
        var counts = File.ReadAllText($"/sys/block/{Path.GetFileName(device)}/stat").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{counts[4]} {counts[6]}";
    }
}
