namespace BigPicture.Infrastructure.Storage.Sqlite;

internal static class IdBytes
{
    public static byte[] Of(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid ToGuid(byte[] bytes) => new(bytes, bigEndian: true);
}
