namespace BigPicture.Benchmarks.Servers;

/// <summary>The programs as built from this checkout.</summary>
internal static class Checkout
{
    public static string OwnProgram => Path.Combine(AppContext.BaseDirectory, "bigpicture-bench.dll");

    /// <summary>The local server, of the same configuration as this program.</summary>
    public static string Program => Built("BigPicture.Host.Local", "bigpicture.dll");

    public static string CloudProgram => Built("BigPicture.Host.Cloud", "bigpicture-cloud.dll");

    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("The bench runs from a checkout only.")
        : File.Exists(Path.Combine(directory.FullName, "BigPicture.sln")) ? directory.FullName
        : Find(directory.Parent);

    private static string Built(string project, string file) =>
        Path.Combine(Root, "src", project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", file);
}
