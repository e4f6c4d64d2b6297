using System.Diagnostics;

namespace BigPicture.Benchmarks.Load;

/// <summary>How long each act of one client took, from its request to its answer.</summary>
internal sealed class ActTimer
{
    public List<TimeSpan> Times { get; } = [];

    public T Time<T>(Func<T> act)
    {
        var from = Stopwatch.GetTimestamp();
        var result = act();
        Times.Add(Stopwatch.GetElapsedTime(from));
        return result;
    }

    public void Time(Action act)
    {
        var from = Stopwatch.GetTimestamp();
        act();
        Times.Add(Stopwatch.GetElapsedTime(from));
    }
}
