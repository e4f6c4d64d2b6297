namespace BigPicture.Testing;

/// <summary>What tests do with whole folders.</summary>
public static class Folders
{
    /// <summary>Copies files with their modes and the folders that they lie in; none of them may be there already.</summary>
    /// <param name="from">Looked through with all that is below.</param>
    /// <param name="to">Made where it is missing; may lie below <paramref name="from"/>.</param>
    /// <param name="pattern">Of the files' names.</param>
    /// <exception cref="IOException">A file is there already, or cannot be read.</exception>
    public static void Copy(string from, string to, string pattern = "*")
    {
        foreach (var file in Directory.GetFiles(from, pattern, SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
