namespace BigPicture.Testing;

/// <summary>The checkout that this program was built in, and the servers built with it.</summary>
public static class Checkout
{
    /// <summary>The folder of <c>BigPicture.sln</c>.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The local server, of the same configuration as this program.</summary>
    public static string LocalServer => Built("BigPicture.Host.Local", "bigpicture.dll");

    /// <summary>The cloud server, of the same configuration as this program.</summary>
    public static string CloudServer => Built("BigPicture.Host.Cloud", "bigpicture-cloud.dll");

    private static string Built(string project, string file) =>
        Path.Combine(Root, "src", project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", file);

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("BigPicture.sln lies in no folder above this program.")
        : File.Exists(Path.Combine(directory.FullName, "BigPicture.sln")) ? directory.FullName
        : Find(directory.Parent);
}
