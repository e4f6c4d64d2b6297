using System.Diagnostics;
using System.Text;

namespace BigPicture.IntegrationTests.Docs;

/// <summary>What somebody new has: the files of the repository in a folder of their own, and nothing built.</summary>
internal sealed class Checkout : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-checkout-");

    private Checkout() { }

    public static async Task<Checkout> Copy()
    {
        var checkout = new Checkout();
        var files = await checkout.Run(
            $"cd '{Repository.Path("")}' && git ls-files -z --cached --others --exclude-standard | xargs -0 ls -1d 2>/dev/null"
                + $" | tar -cf - -T - | tar -xf - -C '{checkout.folder.FullName}'"
        );
        Assert.Equal(0, files.Code);
        return checkout;
    }

    /// <summary>A file of it, by its path from the root.</summary>
    public string Path(string relative) => System.IO.Path.Combine(folder.FullName, relative);

    /// <summary>A program that runs until it is stopped.</summary>
    public Process Start(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-c", commands])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test runner was started with is not the reader's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("BIGPICTURE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    /// <summary>Commands as they would be typed, one after the other; each that fails is told after them all.</summary>
    public async Task<Typed> Run(string commands)
    {
        using var process = Start($"trap 'echo \"failed $?\" >&2' ERR\n{commands}");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = new StringBuilder();
        var codes = new List<int>();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith("failed ", StringComparison.Ordinal))
                codes.Add(int.Parse(line["failed ".Length..], System.Globalization.CultureInfo.InvariantCulture));
            else
                errors.AppendLine(line);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Typed(await output, errors.ToString(), codes, process.ExitCode);
    }

    public void Dispose() => folder.Delete(recursive: true);
}

/// <param name="Failed">The exit codes that were not 0, in order.</param>
internal sealed record Typed(string Output, string Errors, IReadOnlyList<int> Failed, int Code)
{
    /// <summary>Everything succeeded.</summary>
    public Typed Fine() => Failing();

    /// <summary>These failed, and nothing else.</summary>
    public Typed Failing(params int[] codes)
    {
        Assert.True(Failed.SequenceEqual(codes), $"Ended with {string.Join(", ", Failed)}:\n{Output}\n{Errors}");
        return this;
    }
}
