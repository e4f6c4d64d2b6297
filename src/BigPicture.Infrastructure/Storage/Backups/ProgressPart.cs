namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary>One step's progress as a part of the whole's.</summary>
internal sealed class ProgressPart(IProgress<double> whole, double from, double to) : IProgress<double>
{
    public void Report(double value) => whole.Report(from + value * (to - from));
}
