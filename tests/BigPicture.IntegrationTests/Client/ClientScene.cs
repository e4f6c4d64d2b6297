using System.Collections.Concurrent;
using System.Net;
using BigPicture.Client;
using BigPicture.IntegrationTests.Stories;

namespace BigPicture.IntegrationTests.Client;

/// <summary>An application with its license client, a way to the server on which anything may happen, and a clock that the test turns.</summary>
internal sealed class ClientScene : IAsyncDisposable
{
    public const string Floating =
        """{"type":"concurrent","max_seats":3,"features":["export","render"],"lease_seconds":3600,"grace_seconds":600}""";

    private static readonly ConcurrentBag<string> Escaped = [];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-client-");
    private readonly List<ClientNotice> notices = [];
    private readonly List<LicenseClient> clients = [];

    static ClientScene() =>
        TaskScheduler.UnobservedTaskException += (_, unseen) =>
        {
            if (unseen.Exception.ToString().Contains("BigPicture.Client.", StringComparison.Ordinal))
                Escaped.Add(unseen.Exception.ToString());
        };

    private ClientScene(Storybook book, string token)
    {
        (Book, Token) = (book, token);
        Proxy = new FaultProxy(book.Server.Url);
        Clock = new LeapingClock(book.Clock);
    }

    public Storybook Book { get; }

    /// <summary>The application's API token.</summary>
    public string Token { get; }

    public FaultProxy Proxy { get; }

    /// <summary>The application's own; it goes with the server's but for what a test does to it.</summary>
    public LeapingClock Clock { get; }

    public string State => folder.FullName;

    public IReadOnlyList<ClientNotice> Notices
    {
        get
        {
            lock (notices)
                return [.. notices];
        }
    }

    public static async Task<ClientScene> Open(Stage stage, string policy = Floating)
    {
        var book = await Storybook.Open(stage, policy);
        return new ClientScene(book, await ApplicationToken(book));
    }

    public static Task<string> ApplicationToken(Storybook book) =>
        Things.Token(book.Admin, ["license:read", "license:write"], $"\"tenant_id\":\"{book.Tenant}\"");

    public LicenseClientOptions Options() =>
        new()
        {
            Servers = [new(Proxy.Url)],
            Token = Token,
            Product = "cad-pro",
            RootKeys = Book.Server.Founded.RootKeys,
            StateDirectory = State,
            TimeProvider = Clock,
            CallTimeout = TimeSpan.FromSeconds(10),
            Notice = Hear,
        };

    public LicenseClient Client(Action<LicenseClientOptions>? change = null)
    {
        var options = Options();
        change?.Invoke(options);
        var client = new LicenseClient(options);
        clients.Add(client);
        return client;
    }

    public Task<LicenseSession> Acquire(string user = "alice") => Acquire(Client(), user);

    public static Task<LicenseSession> Acquire(LicenseClient client, string user = "alice") =>
        client.AcquireAsync(LicenseSubject.User(user), TestContext.Current.CancellationToken);

    /// <summary>Seats that the server counts as taken.</summary>
    public async Task<int> SeatsTaken() =>
        (await Book.Admin.Get($"/v1/entitlements/{Book.Entitlement}/leases"))
            .Must(HttpStatusCode.OK)
            .Body.GetProperty("active_leases")
            .GetArrayLength();

    public Task Revoke(string lease) => Book.Admin.Post($"/v1/leases/{lease}/revoke", """{"reason":"scene"}""");

    /// <summary>Lets time go on, some seconds at a time, until something is so; background tasks do the rest at their own pace.</summary>
    public Task Until(Func<bool> isSo, string what) => Until(() => Task.FromResult(isSo()), what);

    public async Task Until(Func<Task<bool>> isSo, string what)
    {
        var cancel = TestContext.Current.CancellationToken;
        for (var turn = 0; turn < 3000 && !await isSo(); turn++)
        {
            await Task.Delay(10, cancel);
            if (turn % 4 == 3)
                Book.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.True(
            await isSo(),
            $"Not so after a long time: {what}. Told: {string.Join('\n', Notices.Select(n => $"{n.Message} {n.Exception}"))}"
        );
    }

    public Task Until(LicenseSession session, SessionState state) =>
        Until(() => session.State == state, $"{state} (it is {session.State})");

    /// <summary>Nothing went wrong in a way that nobody foresaw.</summary>
    public void NothingUnforeseen()
    {
        Assert.DoesNotContain(Notices, notice => notice.Level == ClientNoticeLevel.Error);
        // A task that failed unseen says so when it is collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Empty(Escaped);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            await client.DisposeAsync();
        await Proxy.DisposeAsync();
        await Book.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private void Hear(ClientNotice notice)
    {
        lock (notices)
            notices.Add(notice);
    }
}
