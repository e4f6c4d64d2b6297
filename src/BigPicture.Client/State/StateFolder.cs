using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Client.Diagnostics;

namespace BigPicture.Client.State;

/// <summary>
/// What is kept from one run of the application to the next. Everything here is a convenience: what cannot be read is as if it were
/// not there, and what cannot be written is said once and missed by the next start only.
/// </summary>
internal sealed class StateFolder
{
    private const int FileBytesMax = 8 * 1024 * 1024;

    private readonly string path;
    private readonly Notices notices;
    private int complaints;

    private StateFolder(string path, Notices notices) => (this.path, this.notices) = (path, notices);

    /// <returns>Null: nothing is to be kept, or nothing can be.</returns>
    public static StateFolder? Open(LicenseClientOptions options, Notices notices)
    {
        var place = options.StateDirectory ?? DefaultPlace();
        if (place.Length == 0)
            return null;
        var folder = new StateFolder(Path.Combine(place, options.Product), notices);
        return folder.Try(() => PrivateFiles.MakeFolder(folder.path)) ? folder : null;
    }

    public T? Read<T>(string name, JsonTypeInfo<T> form)
        where T : class
    {
        var file = new FileInfo(Path.Combine(path, name));
        T? value = null;
        Try(() =>
        {
            if (file.Exists && file.Length <= FileBytesMax)
                value = JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), form);
        });
        return value;
    }

    public void Write<T>(string name, T value, JsonTypeInfo<T> form) =>
        Try(() => PrivateFiles.Write(Path.Combine(path, name), JsonSerializer.SerializeToUtf8Bytes(value, form)));

    /// <summary>A file that only one process at a time can hold; the system lets go of it when that process dies.</summary>
    /// <returns>Null when another one holds it.</returns>
    public FileStream? TryLock(string name)
    {
        try
        {
            return new FileStream(Path.Combine(path, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            if (Interlocked.Increment(ref complaints) == 1)
                notices.Warn($"{path} cannot be used as it should ({e.Message}): the next start may not find its lease.");
            return false;
        }
    }

    /// <summary>Empty where the system knows no such place for this user.</summary>
    private static string DefaultPlace()
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length == 0 ? "" : Path.Combine(local, "BigPicture");
    }
}
