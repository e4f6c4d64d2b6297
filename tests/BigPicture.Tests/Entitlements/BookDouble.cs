using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Tests.Entitlements;

/// <summary>Stands where the ledger answers, and remembers what it was asked.</summary>
internal sealed class BookDouble : IRequestHandler<OpenBook>, IRequestHandler<ChangeBook, Outcome<Unit>>
{
    public List<OpenBook> Opened { get; } = [];

    public List<ChangeBook> Changed { get; } = [];

    /// <summary>Runs while a change is in hand and not yet committed.</summary>
    public Func<Task> WhileChanging { get; set; } = () => Task.CompletedTask;

    /// <summary>Set to answer every guarded change with it.</summary>
    public Denial? InTheWay { get; set; }

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IRequestHandler<OpenBook, Unit>>(this);
        services.AddSingleton<IRequestHandler<ChangeBook, Outcome<Unit>>>(this);
    }

    public Task<Unit> Handle(OpenBook request, CancellationToken cancel)
    {
        Opened.Add(request);
        return Unit.Task;
    }

    public async Task<Outcome<Unit>> Handle(ChangeBook request, CancellationToken cancel)
    {
        Changed.Add(request);
        await WhileChanging();
        return request.Guard is not null && InTheWay is { } denial ? denial : Unit.Value;
    }
}
