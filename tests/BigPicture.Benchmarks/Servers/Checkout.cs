namespace BigPicture.Benchmarks.Servers;

/// <summary>The programs as built from this checkout.</summary>
internal static class Checkout
{
    public static string OwnProgram => Path.Combine(AppContext.BaseDirectory, "bigpicture-bench.dll");

    /// <summary>The license server, of the same configuration as this program.</summary>
    public static string Program
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Root, "src/BigPicture.Host.Local/bin", configuration, "net10.0/bigpicture.dll");
        }
    }

    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("The bench runs from a checkout only.")
        : File.Exists(Path.Combine(directory.FullName, "BigPicture.sln")) ? directory.FullName
        : Find(directory.Parent);
}
