using System.CommandLine;
using System.Globalization;

namespace BigPicture.Host.Commands;

/// <summary>How far long work has come, on one line of stderr that is gone when it ends; nothing where nobody watches.</summary>
internal sealed class ProgressBar : IProgress<double>, IDisposable
{
    private const int Cells = 30;

    private readonly TextWriter? terminal;
    private readonly string words;
    private int shown = -1;

    private ProgressBar(TextWriter? terminal, string words)
    {
        (this.terminal, this.words) = (terminal, words);
        Report(0);
    }

    /// <param name="quiet">The option that turns it off.</param>
    public static ProgressBar Show(ParseResult parse, Option<bool> quiet, string words)
    {
        var isWatched =
            !Console.IsErrorRedirected
            && !parse.IsJson()
            && !parse.GetValue(quiet)
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        return new ProgressBar(isWatched ? Console.Error : null, words);
    }

    /// <param name="value">The share that is done, from 0 to 1.</param>
    public void Report(double value)
    {
        var percent = (int)(Math.Clamp(value, 0, 1) * 100);
        if (terminal is null || percent == shown)
            return;
        shown = percent;
        terminal.Write("\r" + Line(percent));
    }

    /// <summary>A part of the whole, told as the share of itself.</summary>
    public IProgress<double> Part(double from, double to) => new Share(this, from, to);

    public void Dispose() => terminal?.Write("\r" + new string(' ', Line(100).Length) + "\r");

    private string Line(int percent)
    {
        var full = percent * Cells / 100;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{words} [{new string('#', full)}{new string('.', Cells - full)}] {percent, 3} %"
        );
    }

    private sealed class Share(ProgressBar whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + value * (to - from));
    }
}
