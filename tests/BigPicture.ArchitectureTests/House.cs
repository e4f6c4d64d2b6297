using System.Reflection;

namespace BigPicture.ArchitectureTests;

/// <summary>What the rules look at: the assemblies built from src, and the one with the planted offenders.</summary>
internal static class House
{
    /// <summary>The folder of the checkout.</summary>
    public static readonly string Root = FindRoot();

    /// <summary>One name a project under src; found, not listed, so that no new project stays outside the rules.</summary>
    public static readonly IReadOnlyList<string> Projects =
    [
        .. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)!,
    ];

    public static readonly IReadOnlyList<Assembly> Assemblies = [.. Projects.Select(AssemblyOf)];

    public static readonly Assembly Planted = Assembly.Load("BigPicture.ArchitectureTests.Planted");

    public static Assembly AssemblyOf(string project) =>
        Assembly.Load(
            project switch
            {
                "BigPicture.Host.Local" => "bigpicture",
                "BigPicture.Host.Cloud" => "bigpicture-cloud",
                _ => project,
            }
        );

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BigPicture.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("BigPicture.sln lies in no folder above the tests.");
    }
}
