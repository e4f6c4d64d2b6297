using System.Text;

namespace BigPicture.Client.Revocations;

/// <summary>An event of a stream: its name and its data.</summary>
internal sealed record ServerEvent(string Name, string Data);

/// <summary>Server-sent events, as far as a license server sends them (WHATWG HTML, section 9.2): names, data of one or more lines, comments.</summary>
internal sealed class EventStream : IDisposable
{
    /// <summary>Three heartbeats: a connection that is silent for so long is dead, whatever the system says.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3 * Protocol.Wire.LicenseStream.HeartbeatSeconds);

    public const string MediaType = "text/event-stream";

    private const int EventLengthMax = 8 * 1024 * 1024;

    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;
    private readonly char[] buffer = new char[4096];
    private readonly StringBuilder line = new();
    private int filled;
    private int at;

    public EventStream(HttpResponseMessage response, Stream body) =>
        (this.response, reader) = (response, new StreamReader(body, new UTF8Encoding(false)));

    /// <summary>The next event; a comment is one without a name.</summary>
    /// <returns>Null when the stream has ended, in whatever way.</returns>
    public async Task<ServerEvent?> Next(CancellationToken cancel)
    {
        var name = "";
        var data = new StringBuilder();
        while (await Line(cancel).ConfigureAwait(false) is { } text)
        {
            if (text.Length == 0)
            {
                if (data.Length > 0)
                    return new ServerEvent(name, data.ToString());
                name = "";
            }
            else if (text[0] == ':')
                return new ServerEvent("", "");
            else if (Value(text, "event") is { } told)
                name = told;
            else if (Value(text, "data") is { } more && data.Length + more.Length <= EventLengthMax)
                data.Append(data.Length > 0 ? "\n" : "").Append(more);
        }
        return null;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }

    private static string? Value(string text, string field)
    {
        if (!text.StartsWith(field + ":", StringComparison.Ordinal))
            return null;
        var value = text.Substring(field.Length + 1);
        return value.Length > 0 && value[0] == ' ' ? value.Substring(1) : value;
    }

    private async Task<string?> Line(CancellationToken cancel)
    {
        line.Clear();
        while (line.Length <= EventLengthMax)
        {
            for (; at < filled; at++)
            {
                if (buffer[at] == '\n')
                {
                    at++;
                    return line.ToString();
                }
                if (buffer[at] != '\r')
                    line.Append(buffer[at]);
            }
            filled = await Read(cancel).ConfigureAwait(false);
            at = 0;
            if (filled == 0)
                return null;
        }
        return null;
    }

    /// <summary>Reads of old streams hear no cancellation: closing the answer ends them.</summary>
    private async Task<int> Read(CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(SilenceMax);
        using var closing = silence.Token.Register(response.Dispose);
        try
        {
            return await reader.ReadAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
        }
        // What a broken or closed connection throws differs by platform; the stream has ended, that is all.
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new OperationCanceledException(cancel);
        }
    }
}
