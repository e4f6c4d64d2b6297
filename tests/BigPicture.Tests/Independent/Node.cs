using System.Diagnostics;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>Scripts of tests/independent, with the libraries that <c>npm ci</c> puts there.</summary>
internal static class Node
{
    private static readonly string Folder = Path.Combine(Testing.Checkout.Root, "tests", "independent");

    /// <summary>Gives the script its input, and answers all that it wrote. A script that fails is a test that does.</summary>
    public static async Task<string> Run(string script, string input)
    {
        MustBeInstalled();
        var (code, output, error) = await Try(script, input);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary><c>build/test</c> installs it; a lone run of the tests on a machine without Node says that it did not look.</summary>
    public static void MustBeInstalled() =>
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules")) || Environment.GetEnvironmentVariable("CI") == "true",
            "npm ci --prefix tests/independent has not been run."
        );

    public static async Task<(int ExitCode, string Output, string Error)> Try(string script, string input)
    {
        using var node = Process.Start(
            new ProcessStartInfo("node", script)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var cancel = TestContext.Current.CancellationToken;
        var error = node.StandardError.ReadToEndAsync(cancel);
        var output = node.StandardOutput.ReadToEndAsync(cancel);
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        await node.WaitForExitAsync(cancel);
        return (node.ExitCode, await output, await error);
    }
}
