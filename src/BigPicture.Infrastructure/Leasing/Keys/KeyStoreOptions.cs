using System.Text;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Where the server's keys lie, and what opens them.</summary>
public sealed record KeyStoreOptions
{
    /// <summary>The server's data directory; the keys lie in <c>keys</c> below it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The passphrase itself (<c>BIGPICTURE_KEY_PASSPHRASE</c>); null: see <see cref="PassphraseFile"/>.</summary>
    public string? Passphrase { get; init; }

    /// <summary>A file whose first line is the passphrase (<c>BIGPICTURE_KEY_PASSPHRASE_FILE</c>); null with no passphrase: keys lie in plain.</summary>
    public string? PassphraseFile { get; init; }

    internal string KeyDirectory => Path.Combine(DataDirectory, "keys");

    /// <summary>The bytes that open the keys; null when none are configured.</summary>
    internal byte[]? ReadPassphrase()
    {
        if (Passphrase is not null && PassphraseFile is not null)
        {
            throw new KeyStoreException(
                KeyStoreFault.PassphraseUnusable,
                "A passphrase and a passphrase file are both given; unset BIGPICTURE_KEY_PASSPHRASE or BIGPICTURE_KEY_PASSPHRASE_FILE."
            );
        }
        var text = PassphraseFile is null ? Passphrase : ReadFile(PassphraseFile);
        if (text is "")
            throw new KeyStoreException(
                KeyStoreFault.PassphraseUnusable,
                "The passphrase is empty; set one, or unset it to keep the keys in plain."
            );
        return text is null ? null : Encoding.UTF8.GetBytes(text);
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            return reader.ReadLine() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(
                KeyStoreFault.PassphraseUnusable,
                $"The passphrase file {path} cannot be read ({e.Message}); mend BIGPICTURE_KEY_PASSPHRASE_FILE.",
                e
            );
        }
    }
}
