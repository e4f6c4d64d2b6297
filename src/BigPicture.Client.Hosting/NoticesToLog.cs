using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BigPicture.Client.Hosting;

/// <summary>Writes what the client notices to the log, beside whoever else hears it.</summary>
internal sealed partial class NoticesToLog(ILogger<LicenseClient> log) : IPostConfigureOptions<LicenseClientOptions>
{
    public void PostConfigure(string? name, LicenseClientOptions options) => options.Notice += Write;

    private void Write(ClientNotice notice) =>
        Told(
            log,
            notice.Level switch
            {
                ClientNoticeLevel.Information => LogLevel.Information,
                ClientNoticeLevel.Warning => LogLevel.Warning,
                _ => LogLevel.Error,
            },
            notice.Message,
            notice.Exception
        );

    [LoggerMessage(EventId = 1, Message = "{Notice}")]
    private static partial void Told(ILogger log, LogLevel level, string notice, Exception? caught);
}
