using System.Threading.Channels;

namespace BigPicture.Benchmarks.Bare;

/// <summary>Commits what waits, in batches as they form from the clients; with a size of one, one transaction an act.</summary>
internal sealed class BareBatches(IBareRows rows, int sizeMax)
{
    private readonly Channel<BareAct> waiting = Channel.CreateUnbounded<BareAct>(new UnboundedChannelOptions { SingleReader = true });

    public Task Write(BareAct act)
    {
        waiting.Writer.TryWrite(act);
        return act.Written;
    }

    public async Task Run()
    {
        var batch = new List<BareAct>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < sizeMax && waiting.Reader.TryRead(out var act))
                batch.Add(act);
            try
            {
                await rows.Write(batch);
                batch.ForEach(act => act.Complete());
            }
            catch (Exception e)
            {
                rows.RollBack();
                batch.ForEach(act => act.Fail(e));
            }
        }
    }
}
