using BigPicture.Cli;

namespace BigPicture.Host.Commands.Keys;

/// <summary>Reads what the commands for keys exchange as files: small text.</summary>
internal static class KeyFileText
{
    private const int LengthMax = 64 * 1024;

    /// <exception cref="CommandException">It is not there, or too long to be one.</exception>
    public static async Task<string> Read(string path, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new CommandException($"{path} is not there.", "Name the file that was written for this.", ExitCode.NotFound);
        if (file.Length > LengthMax)
            throw new CommandException($"{path} is too long to be what was written for this.", "Name another file.", ExitCode.Integrity);
        return await File.ReadAllTextAsync(path, cancel);
    }
}
