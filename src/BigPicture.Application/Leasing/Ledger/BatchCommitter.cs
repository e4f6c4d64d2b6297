using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>One batch, one transaction: open the page, apply each act in turn, publish the facts, commit.</summary>
internal sealed class BatchCommitter(ILedgerStore store, IServiceScopeFactory scopes)
{
    /// <returns>What became of the acts, then of the latecomers, in their order.</returns>
    public async Task<ActResult[]> Commit(IReadOnlyList<LeaseAct> first, Latecomers late, CancellationToken cancel)
    {
        var acts = first;
        await using var session = await Open(first, Join, cancel);
        var results = await Apply(session, acts, cancel);
        var changes = session.Page.Changes;
        if (changes.IsEmpty)
            return results;

        var writes = new WriteSet();
        writes.Revoked.AddRange(changes.Revoked);
        if (changes.Facts.Count > 0)
        {
            await using var scope = scopes.CreateAsyncScope();
            var facts = new FactsRecorded(changes.Facts, writes) { Actors = changes.Actors };
            await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(facts, cancel);
        }
        using var span = Instrumentation.Source.StartActivity(DatabaseSpans.Commit);
        await session.Commit(writes, cancel);
        return results;

        IReadOnlyList<LeaseAct> Join()
        {
            var more = late();
            acts = [.. first, .. more];
            return more;
        }
    }

    public static IReadOnlyList<LeaseAct> NobodyLate() => [];

    public async Task<ActResult> Try(LeaseAct act, CancellationToken cancel)
    {
        await using var session = await store.Open([act], NobodyLate, cancel);
        return await Apply(session, act, cancel);
    }

    private async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel)
    {
        using var span = Instrumentation.Source.StartActivity(DatabaseSpans.Open);
        return await store.Open(acts, late, cancel);
    }

    /// <summary>What frees seats goes before what takes them; within one kind, first come, first served.</summary>
    private static async Task<ActResult[]> Apply(ILedgerSession session, IReadOnlyList<LeaseAct> acts, CancellationToken cancel)
    {
        var results = new ActResult[acts.Count];
        foreach (var i in Enumerable.Range(0, acts.Count).OrderBy(i => acts[i].Order))
            results[i] = await Apply(session, acts[i], cancel);
        return results;
    }

    private static async Task<ActResult> Apply(ILedgerSession session, LeaseAct act, CancellationToken cancel)
    {
        while (true)
        {
            var result = session.Page.Apply(act);
            if (result is not ActResult.Faulted faulted)
                return result;
            await session.Load(faulted.Fault, cancel);
        }
    }
}
