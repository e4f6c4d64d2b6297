using System.Buffers.Binary;
using System.Text;

namespace BigPicture.IntegrationTests.Replicas.Proxy;

/// <summary>A message of PostgreSQL's protocol, version 3.</summary>
/// <param name="Kind">Its letter; zero of the first one, which has none.</param>
/// <param name="Bytes">All of it, as it was sent.</param>
internal readonly record struct Frame(char Kind, byte[] Bytes)
{
    private const int LengthBytes = 4;

    /// <summary>The next one; null at the end of the stream.</summary>
    public static async Task<Frame?> Read(Stream stream, bool isFirst, CancellationToken cancel)
    {
        var head = new byte[(isFirst ? 0 : 1) + LengthBytes];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(^LengthBytes..));
        var bytes = new byte[head.Length - LengthBytes + length];
        head.CopyTo(bytes, 0);
        await stream.ReadExactlyAsync(bytes.AsMemory(head.Length), cancel);
        return new Frame(isFirst ? '\0' : (char)head[0], bytes);
    }

    /// <summary>What ends with a zero, from the beginning of its contents on.</summary>
    public string[] Texts(int count)
    {
        var texts = new string[count];
        var rest = Bytes.AsSpan(1 + LengthBytes);
        for (var i = 0; i < count; i++)
        {
            var end = rest.IndexOf((byte)0);
            texts[i] = Encoding.UTF8.GetString(rest[..end]);
            rest = rest[(end + 1)..];
        }
        return texts;
    }

    /// <summary>Of the answer <c>ReadyForQuery</c>: no transaction is open.</summary>
    public bool IsIdle => Kind == 'Z' && Bytes[^1] == (byte)'I';
}
