namespace BigPicture.Infrastructure.Storage;

/// <summary>A database file, or a backup of one, is not what was written.</summary>
public sealed class DatabaseDamagedException(string message, Exception? inner = null) : Exception(message, inner);
