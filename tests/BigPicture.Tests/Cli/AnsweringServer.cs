using System.Net;
using System.Text;
using BigPicture.Testing.Network;

namespace BigPicture.Tests.Cli;

/// <summary>A server on loopback that answers what it was told to, in order, and remembers what it was asked.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Queue<Reply> replies = new();
    private readonly Task loop;

    public AnsweringServer()
    {
        Url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        loop = Answer();
    }

    public string Url { get; }

    public List<Asked> Asked { get; } = [];

    public AnsweringServer Replies(int status, string body, string? etag = null)
    {
        replies.Enqueue(new Reply(status, body, etag));
        return this;
    }

    public AnsweringServer Refuses(int status, string code, string details = "{}") =>
        Replies(
            status,
            $$"""{"type":"urn:x","title":"No.","status":{{status}},"code":"{{code}}","message":"It says no.","request_id":"r-1","details":{{details}}}"""
        );

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await loop;
    }

    private async Task Answer()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var reader = new StreamReader(context.Request.InputStream);
            Asked.Add(
                new Asked(
                    $"{context.Request.HttpMethod} {context.Request.RawUrl}",
                    await reader.ReadToEndAsync(),
                    context.Request.Headers["Authorization"],
                    context.Request.Headers["If-Match"]
                )
            );
            var reply = replies.Dequeue();
            context.Response.StatusCode = reply.Status;
            if (reply.ETag is not null)
                context.Response.Headers["ETag"] = reply.ETag;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.Body));
            context.Response.Close();
        }
    }

    private sealed record Reply(int Status, string Body, string? ETag);
}

internal sealed record Asked(string Line, string Body, string? Authorization, string? IfMatch);
