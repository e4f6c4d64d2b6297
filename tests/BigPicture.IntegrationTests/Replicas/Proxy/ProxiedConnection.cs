using System.Net.Sockets;

namespace BigPicture.IntegrationTests.Replicas.Proxy;

/// <summary>One client's connection to PostgreSQL, message by message.</summary>
internal sealed class ProxiedConnection(TcpClient client, TcpClient server, Func<Cut?> armed, CancellationToken cancel)
{
    private readonly Statements statements = new();
    private readonly Lock gate = new();

    // What was sent and is not answered yet: the first message, each Sync and each Query are answered by one ReadyForQuery.
    private int unanswered = 1;
    private bool isMeant;
    private Cut? cutting;

    public async Task Run()
    {
        try
        {
            await Task.WhenAny(Ask(), Answer());
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task Ask()
    {
        var (from, to) = (client.GetStream(), server.GetStream());
        for (var isFirst = true; await Frame.Read(from, isFirst, cancel) is { } frame; isFirst = false)
        {
            if (Note(frame))
                return;
            await to.WriteAsync(frame.Bytes, cancel);
        }
    }

    /// <returns>Whether the message stays here, and the connection ends.</returns>
    private bool Note(Frame frame)
    {
        lock (gate)
        {
            if (frame.Kind is 'Q' or 'S')
                unanswered++;
            isMeant |= armed()?.Means(frame.Bytes) == true;
            if (!statements.Commits(frame) || !isMeant || armed() is not { } cut || !cut.TryUse())
                return false;
            if (cut.At == CutAt.BeforeCommit)
                cut.Tell();
            else
                cutting = cut;
            return cut.At == CutAt.BeforeCommit;
        }
    }

    private async Task Answer()
    {
        var (from, to) = (server.GetStream(), client.GetStream());
        while (await Frame.Read(from, isFirst: false, cancel) is { } frame)
        {
            lock (gate)
            {
                if (frame.Kind == 'Z')
                    unanswered--;
                if (frame.IsIdle && unanswered == 0)
                {
                    isMeant = false;
                    cutting?.Tell();
                    if (cutting is not null)
                        return;
                }
                if (cutting is not null)
                    continue;
            }
            await to.WriteAsync(frame.Bytes, cancel);
        }
    }
}
