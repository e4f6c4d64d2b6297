using BigPicture.Cli;

namespace BigPicture.Infrastructure;

public static class LooksOutward
{
    public static string Seen() => typeof(CommandLineApp).Name;
}
