namespace BigPicture.Application.Pipeline;

/// <summary>
/// What the command in hand wants done once its transaction has ended, whatever its end: dropping what is cached of it. Not before,
/// or a reader would put the old state back; and after a failure too, as a commit that failed may still have happened.
/// </summary>
internal sealed class AfterTransaction
{
    private readonly List<Action> steps = [];

    /// <param name="step">Does no harm when nothing was changed, and does not throw.</param>
    public void Do(Action step) => steps.Add(step);

    public void Run()
    {
        foreach (var step in steps)
            step();
        steps.Clear();
    }
}
