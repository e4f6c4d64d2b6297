namespace BigPicture.IntegrationTests.Fixture;

internal static class Repository
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A file of the checkout, by its path from the root.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("The tests do not run from a checkout.")
        : File.Exists(System.IO.Path.Combine(directory.FullName, "BigPicture.sln")) ? directory.FullName
        : Find(directory.Parent);
}
