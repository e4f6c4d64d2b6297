namespace BigPicture.Proof.Rig;

/// <summary>This checkout, and the servers that were built from it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The servers of the same configuration as this program.</summary>
    public static Programs Programs
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            string PathOf(string project, string name) => Path.Combine(Root, "src", project, "bin", configuration, "net10.0", name);
            return new Programs(PathOf("BigPicture.Host.Local", "bigpicture.dll"), PathOf("BigPicture.Host.Cloud", "bigpicture-cloud.dll"));
        }
    }

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("The proof runs from a checkout only.")
        : File.Exists(Path.Combine(directory.FullName, "BigPicture.sln")) ? directory.FullName
        : Find(directory.Parent);
}
