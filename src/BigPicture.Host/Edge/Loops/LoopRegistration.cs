using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Edge.Loops;

internal static class LoopRegistration
{
    /// <summary>Comes round every <paramref name="period"/>, at once again while <paramref name="more"/> says so.</summary>
    public static IServiceCollection AddLoop<T>(
        this IServiceCollection services,
        string name,
        TimeSpan period,
        Func<IRequest<Outcome<T>>> command,
        Func<T, bool> more
    ) => services.AddSingleton<ILoop>(new CommandLoop<T>(name, period, command, more));

    public static IServiceCollection AddLoopRunner(this IServiceCollection services) =>
        services.AddSingleton<LoopRunner>().AddHostedService(provider => provider.GetRequiredService<LoopRunner>());
}
