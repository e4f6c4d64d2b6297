using BigPicture.Domain.Shared;

namespace BigPicture.Host.Edge.Routing;

/// <summary>Reads, then sends, then answers; the first refusal is the end of it.</summary>
internal static class Chain
{
    public static async Task<Outcome<TNext>> Then<T, TNext>(this Task<Outcome<T>> earlier, Func<T, Task<Outcome<TNext>>> next)
    {
        var outcome = await earlier;
        return outcome.IsDenied(out var denial) ? denial : await next(outcome.Value);
    }

    public static async Task<Outcome<TNext>> As<T, TNext>(this Task<Outcome<T>> earlier, Func<T, TNext> view)
    {
        var outcome = await earlier;
        return outcome.IsDenied(out var denial) ? denial : view(outcome.Value);
    }
}
