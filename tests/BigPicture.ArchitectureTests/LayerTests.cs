using System.Reflection;
using System.Xml.Linq;

namespace BigPicture.ArchitectureTests;

/// <summary>
/// Inner layers never see outer ones. Each project names all that it may see beside the runtime itself; a name that ends in
/// a dot stands for what begins so. Both what a project declares and what its assembly uses are held against its row.
/// </summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> MaySee = new()
    {
        ["BigPicture.LicenseTypes"] = [],
        ["BigPicture.Protocol"] = ["BouncyCastle.Cryptography"],
        ["BigPicture.Domain"] = ["BigPicture.LicenseTypes"],
        ["BigPicture.Application"] =
        [
            "BigPicture.Domain",
            "BigPicture.LicenseTypes",
            "FluentValidation",
            "MediatR",
            "Scrutor",
            "Microsoft.Extensions.",
        ],
        ["BigPicture.Infrastructure"] =
        [
            "BigPicture.Application",
            "BigPicture.Domain",
            "BigPicture.LicenseTypes",
            "BigPicture.Protocol",
            "EFCore.NamingConventions",
            "FluentValidation",
            "MediatR",
            "Scrutor",
            "Microsoft.Extensions.",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.EntityFrameworkCore.",
            "Microsoft.Data.Sqlite",
            "Microsoft.Data.Sqlite.",
            "Npgsql",
            "Npgsql.EntityFrameworkCore.PostgreSQL",
            "NSec.Cryptography",
            "SQLitePCLRaw.",
        ],
        // What .NET has in itself and .NET Framework gets from a package: Directory.Packages.props.
        ["BigPicture.Client"] = ["BigPicture.Protocol", "Microsoft.Bcl.TimeProvider", "System.IO.FileSystem.AccessControl"],
        ["BigPicture.Client.Hosting"] = ["BigPicture.Client", "Microsoft.Extensions."],
        ["BigPicture.Cli"] = ["BigPicture.Protocol", "Spectre.Console", "Spectre.Console.", "System.CommandLine"],
        ["BigPicture.Host"] =
        [
            "BigPicture.Application",
            "BigPicture.Cli",
            "BigPicture.Domain",
            "BigPicture.Infrastructure",
            "BigPicture.LicenseTypes",
            "BigPicture.Protocol",
            "MediatR",
            "Microsoft.AspNetCore",
            "Microsoft.AspNetCore.",
            "Microsoft.Extensions.",
            "Microsoft.Net.Http.Headers",
            "OpenTelemetry",
            "OpenTelemetry.",
            "Scalar.AspNetCore",
            "Spectre.Console",
            "Spectre.Console.",
            "System.CommandLine",
        ],
        ["BigPicture.Host.Cloud"] =
        [
            "BigPicture.Application",
            "BigPicture.Cli",
            "BigPicture.Host",
            "BigPicture.Infrastructure",
            "Microsoft.AspNetCore.",
            "Microsoft.Extensions.",
            "System.CommandLine",
        ],
        ["BigPicture.Host.Local"] =
        [
            "BigPicture.Application",
            "BigPicture.Cli",
            "BigPicture.Host",
            "BigPicture.Infrastructure",
            "Microsoft.AspNetCore.",
            "Microsoft.Extensions.",
            "System.CommandLine",
        ],
    };

    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_layer_uses_only_what_lies_further_in(string project) =>
        Assert.Empty(Strangers(project, UsedBy(House.AssemblyOf(project))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_layer_declares_only_what_lies_further_in(string project) => Assert.Empty(Strangers(project, DeclaredBy(project)));

    [Theory]
    [InlineData("BigPicture.LicenseTypes", "BigPicture.Cli")]
    [InlineData("BigPicture.LicenseTypes", "MediatR")]
    [InlineData("BigPicture.Protocol", "BigPicture.LicenseTypes")]
    [InlineData("BigPicture.Domain", "BigPicture.Cli")]
    [InlineData("BigPicture.Domain", "Microsoft.EntityFrameworkCore")]
    [InlineData("BigPicture.Application", "BigPicture.Cli")]
    [InlineData("BigPicture.Application", "Microsoft.EntityFrameworkCore")]
    [InlineData("BigPicture.Infrastructure", "BigPicture.Cli")]
    [InlineData("BigPicture.Infrastructure", "Microsoft.AspNetCore.Http.Results")]
    [InlineData("BigPicture.Client", "BigPicture.Cli")]
    [InlineData("BigPicture.Client", "BigPicture.LicenseTypes")]
    [InlineData("BigPicture.Client", "Microsoft.EntityFrameworkCore")]
    [InlineData("BigPicture.Client.Hosting", "BigPicture.Cli")]
    [InlineData("BigPicture.Client.Hosting", "MediatR")]
    [InlineData("BigPicture.Cli", "BigPicture.LicenseTypes")]
    [InlineData("BigPicture.Host", "Microsoft.EntityFrameworkCore")]
    [InlineData("BigPicture.Host.Local", "Microsoft.Data.Sqlite")]
    public void An_assembly_that_looks_outward_is_caught(string standsAs, string stranger) =>
        Assert.Contains(stranger, Strangers(standsAs, UsedBy(House.Planted)));

    [Fact]
    public void A_name_that_only_begins_like_an_allowed_one_is_a_stranger()
    {
        Assert.Equal(["BigPicture.Protocols"], Strangers("BigPicture.Cli", ["BigPicture.Protocol", "BigPicture.Protocols"]));
        Assert.Equal(["BigPicture.Host.Local"], Strangers("BigPicture.Host", ["BigPicture.Host.Local"]));
    }

    private static IEnumerable<string> UsedBy(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(r => r.Name!).Where(IsNotRuntime);

    private static IEnumerable<string> DeclaredBy(string project)
    {
        var file = XDocument.Load(Path.Combine(House.Root, "src", project, project + ".csproj"));
        var projects = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));
        var packages = file.Descendants("PackageReference")
            .Where(r => (string?)r.Attribute("PrivateAssets") != "all")
            .Select(r => (string)r.Attribute("Include")!);
        return projects.Concat(packages).Where(IsNotRuntime);
    }

    private static List<string> Strangers(string project, IEnumerable<string> seen) =>
        [
            .. seen.Where(name =>
                !MaySee[project]
                    .Any(allowed => allowed == name || (allowed.EndsWith('.') && name.StartsWith(allowed, StringComparison.Ordinal)))
            ),
        ];

    /// <summary>What lies in the runtime's own folder is nobody's dependency.</summary>
    private static bool IsNotRuntime(string assembly) =>
        !File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll"));
}
