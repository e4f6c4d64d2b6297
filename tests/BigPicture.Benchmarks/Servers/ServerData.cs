using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BigPicture.Benchmarks.Load;
using BigPicture.Testing;

namespace BigPicture.Benchmarks.Servers;

/// <summary>A data directory of its own, with one product and pools of several sizes; gone with the bench.</summary>
internal class ServerData : IDisposable
{
    public const string Tenant = "acme";
    public const string Product = "bench";

    private readonly DirectoryInfo parent = System.IO.Directory.CreateTempSubdirectory("bigpicture-bench-");

    public string Directory { get; }

    public string Token { get; }

    /// <summary>What applications pin.</summary>
    public IReadOnlyList<string> RootKeys { get; }

    public ServerData()
        : this(Checkout.LocalServer) { }

    /// <param name="init">Further arguments of <c>init</c>.</param>
    protected ServerData(string program, params string[] init)
    {
        Directory = Path.Combine(parent.FullName, "server");
        var info = new ProcessStartInfo("dotnet", [program, "init", "--demo", "--data", Directory, "--json", .. init])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(info)!;
        var founded = JsonElement.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Token = founded.GetProperty("admin_token").GetString()!;
        RootKeys = [.. founded.GetProperty("root_keys").EnumerateArray().Select(key => key.GetString()!)];
    }

    /// <summary>The same data once more, for another server. While no server runs on it.</summary>
    public string Copy(string name)
    {
        var copy = Path.Combine(parent.FullName, name);
        Folders.Copy(Directory, copy); // With their modes: keys that others may read are refused.
        return copy;
    }

    public void AddProduct(ServerProcess server) => Post(server, "/v1/products", $$"""{"product_id":"{{Product}}","name":"Bench"}""");

    /// <returns>The id of an entitlement with one pool.</returns>
    public string AddPool(ServerProcess server, int seats) =>
        Post(
                server,
                "/v1/entitlements",
                $$"""
                {"tenant_id":"{{Tenant}}","product_id":"{{Product}}","policy_json":{"type":"concurrent","max_seats":{{seats}} } }
                """
            )
            .GetProperty("entitlement_id")
            .GetString()!;

    public Target Target(ServerProcess server, string entitlement) =>
        new(server.Url, Token, Product, Tenant, entitlement) { Process = server };

    public virtual void Dispose()
    {
        parent.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A call with the admin token that must succeed.</summary>
    public JsonElement Post(ServerProcess server, string path, string body) => Send(server, HttpMethod.Post, path, body);

    /// <inheritdoc cref="Post"/>
    public JsonElement Put(ServerProcess server, string path, string body) => Send(server, HttpMethod.Put, path, body);

    private JsonElement Send(ServerProcess server, HttpMethod method, string path, string body)
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var answer = client.Send(request);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        var text = reader.ReadToEnd();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{path}: {text}");
    }
}
