using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Telemetry;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Testing.Leasing;

/// <summary>Where a process may die while it commits a batch.</summary>
public enum Crash
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Everything was applied, nothing is stored.</summary>
    BeforeCommit,

    /// <summary>Everything is stored, nobody was told.</summary>
    AfterCommit,
}

/// <summary>Thrown where the process would have died.</summary>
public sealed class CrashException() : Exception("The process dies here.");

/// <summary>Runs batches through the server's own committer, and keeps the facts of those that were committed.</summary>
/// <param name="ledger">The ledger to run them on.</param>
public sealed class BatchRunner(ILedgerUnderTest ledger)
{
    private readonly List<Fact> facts = [];

    /// <summary>Facts of all committed batches, in order.</summary>
    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>One act, one batch.</summary>
    public async Task<ActResult> Post(LeaseAct act) => (await Post([act]))[0];

    /// <summary>Commits acts as one batch; results in the order of the acts.</summary>
    /// <exception cref="CrashException">The process died as told.</exception>
    public async Task<IReadOnlyList<ActResult>> Post(IReadOnlyList<LeaseAct> acts, Crash crash = Crash.None)
    {
        var store = new CrashingStore(ledger.Store, crash);
        var scope = new RecordingScope();
        try
        {
            return await new BatchCommitter(store, scope).Commit(acts, BatchCommitter.NobodyLate, CancellationToken.None);
        }
        finally
        {
            if (store.Committed)
                facts.AddRange(scope.Facts);
        }
    }

    /// <summary>What a <see cref="BatchCommitter"/> needs besides its store, for tests that make their own.</summary>
    public static IServiceScopeFactory Scopes => new RecordingScope();

    /// <summary>What would become of an act; nothing is written.</summary>
    public Task<ActResult> Try(LeaseAct act) => new BatchCommitter(ledger.Store, new RecordingScope()).Try(act, CancellationToken.None);

    private sealed class CrashingStore(ILedgerStore inner, Crash crash) : ILedgerStore
    {
        public bool Committed { get; private set; }

        public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel) =>
            new Session(this, await inner.Open(acts, late, cancel));

        private sealed class Session(CrashingStore store, ILedgerSession inner) : ILedgerSession
        {
            public LedgerPage Page => inner.Page;

            public Task Load(PageFault fault, CancellationToken cancel) => inner.Load(fault, cancel);

            public async Task Commit(WriteSet writes, CancellationToken cancel)
            {
                if (store.Crash == Crash.BeforeCommit)
                    throw new CrashException();
                await inner.Commit(writes, cancel);
                store.Committed = true;
                if (store.Crash == Crash.AfterCommit)
                    throw new CrashException();
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }

        private Crash Crash => crash;
    }

    /// <summary>A scope whose mediator turns facts into events as the server does, and notes them.</summary>
    private sealed class RecordingScope : IServiceScopeFactory, IServiceScope, IServiceProvider, IMediator
    {
        private readonly AppendEvents events = new(TimeProvider.System);

        public List<Fact> Facts { get; } = [];

        public IServiceProvider ServiceProvider => this;

        public IServiceScope CreateScope() => this;

        public object? GetService(Type serviceType) => serviceType == typeof(IMediator) ? this : null;

        public void Dispose() { }

        public async Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken)
            where TNotification : INotification
        {
            var recorded = (FactsRecorded)(object)notification;
            Facts.AddRange(recorded.Facts);
            await events.Handle(recorded, cancellationToken);
        }

        public Task Publish(object notification, CancellationToken cancellationToken) =>
            Publish((FactsRecorded)notification, cancellationToken);

        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A batch asks nobody.");

        public Task<object?> Send(object request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A batch asks nobody.");
    }
}
