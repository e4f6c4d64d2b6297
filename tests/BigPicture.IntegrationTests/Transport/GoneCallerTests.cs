using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigPicture.IntegrationTests.Transport;

/// <summary>A caller may go at any moment. That is nobody's fault, and no line in the log at which an operator is woken.</summary>
public sealed class GoneCallerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_is_reset_within_a_body_is_not_logged_as_a_failure()
    {
        var (told, ends) = (new ToldLines(), new EndsOfRequests());
        await using var server = await LiveServer.Start(also: services =>
            services.AddSingleton<ILoggerProvider>(told).AddSingleton<IStartupFilter>(ends)
        );
        using (var caller = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await caller.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
            var head =
                $"POST /v1/license/lease HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Founded.ClientToken}\r\n"
                + "Content-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n";
            await caller.SendAsync(Encoding.ASCII.GetBytes(head), Cancel);
            // Said when the server begins to read the body.
            var asked = new byte["HTTP/1.1 100 Continue"u8.Length];
            await new NetworkStream(caller).ReadExactlyAsync(asked, Cancel);
            Assert.Equal("HTTP/1.1 100 Continue", Encoding.ASCII.GetString(asked));
            caller.LingerState = new LingerOption(true, 0); // Closed so, it is reset.
        }
        Assert.Equal(499, await ends.First.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.DoesNotContain(told.Lines, line => line.Contains("failed, request", StringComparison.Ordinal));
    }

    /// <summary>Around everything else: hears how the first request ended.</summary>
    private sealed class EndsOfRequests : IStartupFilter
    {
        private readonly TaskCompletionSource<int> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> First => first.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (http, rest) =>
                    {
                        try
                        {
                            await rest(http);
                        }
                        finally
                        {
                            first.TrySetResult(http.Response.StatusCode);
                        }
                    }
                );
                next(app);
            };
    }
}
