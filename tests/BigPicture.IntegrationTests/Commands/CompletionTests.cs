using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Commands;

/// <summary>The scripts that <c>completion</c> prints, in the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-completion-");

    public static TheoryData<string, string> Typed =>
        new()
        {
            { "bigpicture lease acq", "acquire" },
            { "bigpicture  lease  acquire --prod", "--product" },
            { "bigpicture comp", "completion" },
            { "bigpicture completion f", "fish" },
        };

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Bash_completes(string line, string wanted)
    {
        Machine.Needs("bash");
        await Prepare("bash");
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var found = await Machine.Run(
            "bash",
            "-c",
            $"""
            source '{In("script")}'
            COMP_WORDS=({string.Join(' ', words.Select(word => word == "bigpicture" ? In("bigpicture") : word))})
            COMP_CWORD={words.Length - 1} COMP_LINE="{line.Replace("bigpicture", In("bigpicture"), StringComparison.Ordinal)}"
            COMP_POINT=$(({"${#COMP_LINE}"}))
            _bigpicture
            printf '%s\n' "{"${COMPREPLY[@]}"}"
            """
        );

        Assert.Equal([wanted], found.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Fish_completes()
    {
        Machine.Needs("fish");
        await Prepare("fish");

        var found = await Machine.Run(
            "fish",
            "--no-config",
            "-c",
            $"set -x PATH '{folder.FullName}' $PATH; source '{In("script")}'; complete -C 'bigpicture lease acq'"
        );

        Assert.Contains("acquire", found.Split('\n'));
    }

    [Fact]
    public async Task Zsh_completes()
    {
        Machine.Needs("zsh");
        await Prepare("zsh");

        // The completion system runs in an editor only: its ways in are played here, and what the script hands over is printed.
        var found = await Machine.Run(
            "zsh",
            "-f",
            "-c",
            $"""
            compdef() {"{ }"}
            compadd() {"{ shift; print -l -- $@ }"}
            _files() {"{ print files }"}
            source '{In("script")}'
            words=('{In("bigpicture")}' lease acq) CURRENT=3
            _bigpicture
            """
        );

        Assert.Equal(["acquire"], found.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Every_shell_has_a_script_that_names_the_program(string shell)
    {
        var script = (await Told.By("completion", shell)).Fine().Out;

        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
        Assert.DoesNotContain("PROGRAM", script, StringComparison.Ordinal);
        Assert.DoesNotContain("FUNCTION", script, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The program under its own name, and its script.</summary>
    private async Task Prepare(string shell)
    {
        var start = ServerProcess.Local();
        await File.WriteAllTextAsync(
            In("bigpicture"),
            $"#!/bin/sh\nexec {start.FileName} {string.Join(' ', start.ArgumentList)} \"$@\"\n",
            TestContext.Current.CancellationToken
        );
        await Machine.Run("chmod", "+x", In("bigpicture"));
        await File.WriteAllTextAsync(In("script"), await ServerProcess.Run("completion", shell), TestContext.Current.CancellationToken);
    }

    private string In(string name) => Path.Combine(folder.FullName, name);
}
