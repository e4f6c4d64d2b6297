namespace BigPicture.Host.Edge.Loops;

/// <summary>Work that comes round by itself. A tick is an ordinary command, bounded, and safe to repeat.</summary>
public interface ILoop
{
    string Name { get; }

    TimeSpan Period { get; }

    /// <returns>Whether there is more of it to do now: then the next tick does not wait.</returns>
    Task<bool> Tick(IServiceProvider services, CancellationToken cancel);
}
