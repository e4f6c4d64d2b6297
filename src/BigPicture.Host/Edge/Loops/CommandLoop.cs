using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Edge.Loops;

/// <summary>Sends the same command again and again.</summary>
/// <param name="more">Whether the outcome says that there is more to do now.</param>
internal sealed partial class CommandLoop<T>(string name, TimeSpan period, Func<IRequest<Outcome<T>>> command, Func<T, bool> more) : ILoop
{
    public string Name => name;

    public TimeSpan Period => period;

    public async Task<bool> Tick(IServiceProvider services, CancellationToken cancel)
    {
        var outcome = await services.GetRequiredService<IMediator>().Send(command(), cancel);
        if (!outcome.IsDenied(out var denial))
            return more(outcome.Value);

        Refused(services.GetRequiredService<ILogger<CommandLoop<T>>>(), name, denial.Code, denial.Message);
        return false;
    }

    [LoggerMessage(1013, LogLevel.Warning, "Loop {Loop} was refused: {Code} {Message}")]
    private static partial void Refused(ILogger log, string loop, DenialCode code, string message);
}
