using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace BigPicture.Host.Commands;

/// <summary>What a server says while it runs, on stderr: stdout holds what a command answers.</summary>
internal static class LogOutput
{
    public const string Text = "text";
    public const string Json = "json";

    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static void AddServerLogs(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConfiguration(configuration.GetSection("logging"));
        // The framework's line for every request costs more than a lease; what it would tell, traces tell.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A statement that fails throws, and whoever catches it says what it means: a database without tables yet is no error.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        if (configuration.Of(SettingList.LogFormat) == Json)
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Timestamp;
                // Which request and which trace a line belongs to.
                console.IncludeScopes = true;
            });
        else
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Timestamp + " ";
            });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
