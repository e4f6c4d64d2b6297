using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Packages;

/// <summary>The packages as <c>build/pack</c> makes them, and a folder away from the repository for a program that adds them.</summary>
public sealed class PackedClient : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-packages-");

    public string Folder => folder.FullName;

    /// <summary>What <c>build/pack</c> says: each package with its size, and what it brings along for each framework.</summary>
    public string Told { get; private set; } = "";

    public async ValueTask InitializeAsync() => Told = await Run($"'{Repository.Path("build/pack")}' '{Folder}/packages'");

    /// <returns>What was written, when it succeeded.</returns>
    public Task<string> Run(string command) => Machine.Run("bash", "-c", $"cd '{Folder}' && {command} 2>&1");

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
