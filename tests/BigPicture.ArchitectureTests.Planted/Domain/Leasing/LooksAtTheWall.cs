using System.Globalization;

namespace BigPicture.Domain.Leasing;

public static class LooksAtTheWall
{
    public static DateTimeOffset Now() => DateTimeOffset.UtcNow;

    public static Guid Id() => Guid.NewGuid();

    public static int Blocks(Task<int> task) => task.Result;

    public static void Sleeps() => Thread.Sleep(1);

    public static bool Guesses(string text) => DateTimeOffset.TryParse(text, out _);

    public static DateTimeOffset Reads(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
