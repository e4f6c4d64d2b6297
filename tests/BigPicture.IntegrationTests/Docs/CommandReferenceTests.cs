using System.CommandLine;
using BigPicture.Cli;
using BigPicture.Host.Commands;
using BigPicture.Host.Commands.Manual;

namespace BigPicture.IntegrationTests.Docs;

/// <summary>The reference of commands is what the programs make, and what it says can be typed.</summary>
public sealed class CommandReferenceTests
{
    public static TheoryData<string, string> Programs =>
        new() { { "bigpicture", "docs/commands.md" }, { "bigpicture-cloud", "docs/commands-cloud.md" } };

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_committed_reference_is_what_the_commands_make(string program, string path) =>
        Assert.True(
            File.ReadAllText(Repository.Path(path)) == ManualText.Write(program, Root(program)),
            $"{path} is out of date: run build/commands and commit what it wrote."
        );

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_command_has_an_example_and_every_example_can_be_typed(string program, string path)
    {
        var root = Root(program);
        var commands = ManualText.Leaves(program, root).ToList();
        Assert.NotEmpty(commands);
        var examples = commands.SelectMany(command =>
        {
            var lines = ManualExamples.Of(command.Path);
            Assert.True(lines.Count > 0, $"{command.Path} has no example in {path}.");
            return lines.Select(line => (Line: line, command.Command));
        });
        foreach (var (line, command) in examples)
        {
            var parse = root.Parse(line[(program.Length + 1)..].Replace("k4.public.…", SomeKey, StringComparison.Ordinal));
            Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join(' ', parse.Errors.Select(error => error.Message))}");
            Assert.Same(command, parse.CommandResult.Command);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_command_and_option_says_what_it_is(string program, string path)
    {
        foreach (var (name, command) in ManualText.Leaves(program, Root(program)))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), $"{name} in {path}");
            Assert.All(
                command.Options.Where(option => !option.Hidden),
                option => Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{name} {option.Name}")
            );
        }
    }

    private const string SomeKey = "k4.public.8wiwbGsP8IVmVHanZqqERjhc6l59Ahi6Uq1ay9PNBb0";

    private static RootCommand Root(string program) =>
        CommandLineApp.CreateRoot(
            Surroundings.OfThisProcess(),
            program == "bigpicture" ? HostCommands.Of(LiveServer.Parts) : HostCommands.OfShared(LiveServer.Parts)
        );
}
