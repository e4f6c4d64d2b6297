using System.Text.Json;
using BigPicture.Protocol.Keys;

namespace BigPicture.Proof.Rig;

/// <summary>Servers that share one database: what a proof is made against.</summary>
internal abstract class Site : IAsyncDisposable
{
    /// <summary>The customer of all pools; <c>init --demo</c> makes it.</summary>
    public const string Tenant = "acme";

    /// <summary>Nobody is limited here: the proof wants all the acts that there is time for.</summary>
    private static readonly string[] Unlimited =
    [
        "--limits-lease-calls-per-second",
        "1000000",
        "--limits-lease-calls-burst",
        "1000000",
        "--limits-other-calls-per-second",
        "1000000",
        "--limits-other-calls-burst",
        "1000000",
    ];

    protected Site(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => EndServers();
    }

    /// <summary>Where data and logs lie.</summary>
    public string Folder { get; }

    /// <summary>What the history calls it.</summary>
    public abstract string Name { get; }

    public string AdminToken { get; private set; } = "";

    /// <summary>What applications pin.</summary>
    public IReadOnlyList<VerifyingKey> Roots { get; private set; } = [];

    public List<Replica> Replicas { get; } = [];

    protected string Data => Path.Combine(Folder, "data");

    /// <summary>Everything heals, and every server is ready.</summary>
    public virtual async Task Heal(CancellationToken cancel)
    {
        foreach (var replica in Replicas)
        {
            replica.Front.Turn(new Weather.Clear());
            replica.Back?.Turn(new Weather.Clear());
            await replica.Process.Unhold();
            if (!replica.Process.IsRunning)
                replica.Process.Start();
        }
        foreach (var replica in Replicas)
            await replica.Process.Ready(cancel);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
    }

    /// <summary>Makes keys, administrator and the demo's tenant.</summary>
    protected async Task Found(string program, params string[] more)
    {
        var told = JsonElement.Parse(await Tool.Run("dotnet", [program, "init", "--demo", "--data", Data, "--json", .. more]));
        AdminToken = told.GetProperty("admin_token").GetString()!;
        Roots = [.. told.GetProperty("root_keys").EnumerateArray().Select(key => Root(key.GetString()!))];
    }

    protected Replica Add(Programs programs, string program, string name, TcpProxy? back, params string[] more)
    {
        var log = Path.Combine(Folder, $"{name}.log");
        var process = new ServerProcess([program, "serve", "--data", Data, .. Unlimited, .. more], Environment(programs), log);
        var replica = new Replica(name, process, new TcpProxy(process.Port), back);
        Replicas.Add(replica);
        process.Start();
        return replica;
    }

    protected virtual IReadOnlyDictionary<string, string> Environment(Programs programs) => programs.Environment;

    private static VerifyingKey Root(string text) =>
        VerifyingKey.TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is no root key.");

    private void EndServers()
    {
        foreach (var replica in Replicas)
            replica.Process.Dispose();
    }
}
