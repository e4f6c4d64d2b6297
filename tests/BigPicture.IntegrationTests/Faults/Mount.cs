namespace BigPicture.IntegrationTests.Faults;

/// <summary>A file system that was mounted for a test, and goes with it.</summary>
internal sealed class Mount : IAsyncDisposable
{
    private readonly DirectoryInfo point = Directory.CreateTempSubdirectory("bigpicture-mount-");

    private Mount() { }

    public string Path => point.FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Skips the test where the machine refuses to mount.</summary>
    public static async Task<Mount> Make(params string[] options)
    {
        var mount = new Mount();
        var (code, words) = await Machine.Try("mount", [.. options, mount.Path]);
        if (code != 0)
        {
            mount.point.Delete();
            Assert.Skip($"mount {string.Join(' ', options)} is refused here: {words.Trim()}");
        }
        return mount;
    }

    public async ValueTask DisposeAsync()
    {
        await Machine.Run("umount", Path);
        point.Delete();
    }
}
