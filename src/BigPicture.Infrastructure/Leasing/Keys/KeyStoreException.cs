namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>The signing keys cannot be used as they lie there. The message says which file, why, and what the operator does next.</summary>
public sealed class KeyStoreException(KeyStoreFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public KeyStoreFault Fault { get; } = fault;
}

public enum KeyStoreFault
{
    /// <summary>There are no keys in the directory.</summary>
    Missing,

    /// <summary>There are keys already, and nothing overwrites a key.</summary>
    AlreadyThere,

    /// <summary>A file is not what it must be, or the files do not belong together.</summary>
    Damaged,

    /// <summary>A file can be read by others than the server's user.</summary>
    ReadableByOthers,

    /// <summary>A key is under a passphrase, and none was given.</summary>
    PassphraseMissing,

    /// <summary>The passphrase opens nothing: another one, or the file was changed.</summary>
    PassphraseWrong,

    /// <summary>A passphrase is given, and the key lies in plain all the same: not what its operator believes.</summary>
    Unsealed,

    /// <summary>The passphrase itself is unusable: empty, given twice, or its file cannot be read.</summary>
    PassphraseUnusable,

    /// <summary>No lease key is certified yet.</summary>
    Waiting,

    /// <summary>No key here has the id that was named.</summary>
    Unknown,

    /// <summary>What stands contradicts what was asked.</summary>
    Conflict,

    /// <summary>Somebody else changes the keys at this moment.</summary>
    Busy,

    /// <summary>The directory of keys cannot be written, as where it is mounted as a secret.</summary>
    ReadOnly,

    /// <summary>The key stands in public test vectors: everybody has it.</summary>
    Published,
}
