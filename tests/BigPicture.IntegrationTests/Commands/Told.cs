using System.Text.Json;
using BigPicture.Cli;
using BigPicture.Host.Commands;

namespace BigPicture.IntegrationTests.Commands;

/// <summary>A command of the local server's program, typed in this process, and what it answered.</summary>
internal sealed record Told(ExitCode Code, string Out, string Error)
{
    public JsonElement Json => JsonElement.Parse(Out);

    public static async Task<Told> By(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineApp.Run(
            arguments,
            Surroundings.OfThisProcess() with
            {
                In = TextReader.Null,
                Out = output,
                Error = error,
                IsTerminal = false,
            },
            HostCommands.Of(LiveServer.Parts),
            TestContext.Current.CancellationToken
        );
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        return new Told((ExitCode)code, output.ToString(), error.ToString());
    }

    /// <summary>It did what it was told.</summary>
    public Told Fine()
    {
        Assert.True(Code == ExitCode.Ok, $"Ended with {Code}: {Out}{Error}");
        return this;
    }
}
