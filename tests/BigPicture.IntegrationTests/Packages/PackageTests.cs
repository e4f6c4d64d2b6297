using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BigPicture.IntegrationTests.Client;
using BigPicture.IntegrationTests.Examples;
using BigPicture.IntegrationTests.Faults;
using BigPicture.IntegrationTests.Stories;

namespace BigPicture.IntegrationTests.Packages;

/// <summary>What a developer gets who adds the package: it fits in, on .NET Framework too, and compiled ahead of time.</summary>
public sealed class PackageTests(PackedClient packed, LocalStage stage) : IClassFixture<PackedClient>, IClassFixture<LocalStage>
{
    private const string Application = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using BigPicture.Client;

        internal static class Program
        {
            private static async Task<int> Main()
            {
                await using var client = new LicenseClient(new LicenseClientOptions
                {
                    Servers = [new("https://licenses.example.com")],
                    Token = "bp_x",
                    Product = "cad-pro",
                    RootKeys = ["k4.public.x"],
                });
                var result = await client.TryAcquireAsync(LicenseSubject.User("alice"), CancellationToken.None);
                if (!result.IsGranted(out var session, out var refusal))
                {
                    Console.WriteLine(refusal.Message);
                    return 5;
                }
                await using (session)
                    return session.Features.Contains("export") ? 0 : 1;
            }
        }
        """;

    [Fact]
    public async Task Desktop_application_on_dotnet_framework_adds_the_package_and_compiles()
    {
        var project = Directory.CreateDirectory(Path.Combine(packed.Folder, "desktop")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(project, "Desktop.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net48</TargetFramework>
                <LangVersion>latest</LangVersion>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreAdditionalProjectSources>{packed.Folder}/packages</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{packed.Folder}/restored</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="BigPicture.Client" Version="*" />
              </ItemGroup>
            </Project>
            """,
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), Application, TestContext.Current.CancellationToken);
        await packed.Run("dotnet build desktop --nologo -v q -nodeReuse:false --output desktop/out");
        Assert.True(File.Exists(Path.Combine(project, "out", "BigPicture.Client.dll")));
    }

    [Theory]
    [InlineData("BigPicture.Client")]
    [InlineData("BigPicture.Protocol")]
    public void On_dotnet_10_it_brings_one_library_along(string package)
    {
        var brought = packed
            .Told.Split('\n')
            .SkipWhile(line => !Regex.IsMatch(line, $@"^{Regex.Escape(package)}\.\d"))
            .First(line => line.StartsWith("  net10.0:", StringComparison.Ordinal));
        Assert.Equal(
            ["BouncyCastle.Cryptography"],
            Regex.Matches(brought, @"([A-Za-z.]+) \d").Select(match => match.Groups[1].Value).Where(name => name != "BigPicture.Protocol")
        );
    }

    /// <summary>Warnings of the trimmer and of the compiler are errors; what came out is run.</summary>
    [Fact]
    public async Task Example_compiled_ahead_of_time_takes_a_lease()
    {
        Assert.SkipUnless(
            Machine.IsLong,
            "Takes more than a minute, and the analyzers of every build warn before: set BIGPICTURE_LONG=1 to see it."
        );
        await packed.Run(
            $"dotnet publish '{Repository.Path("examples/hello-lease")}' -c Release -r {RuntimeInformation.RuntimeIdentifier} -p:Native=true"
                + $" -p:CppCompilerAndLinker=gcc --artifacts-path '{packed.Folder}/aot' -o '{packed.Folder}/native' --nologo -v q -nodeReuse:false"
        );
        var program = Path.Combine(packed.Folder, "native", "hello-lease");
        Assert.False(File.Exists(program + ".dll"));

        await using var book = await Storybook.Open(stage, ClientScene.Floating);
        using var programs = await ExamplePrograms.For(book);
        var native = programs.Start(program, ["alice"]);
        await native.Says("alice holds lease_");
        Assert.Single(await programs.Leases());
        native.Signal("TERM");
        Assert.Equal(0, await native.Ended());
        Assert.Empty(await programs.Leases());
    }
}
