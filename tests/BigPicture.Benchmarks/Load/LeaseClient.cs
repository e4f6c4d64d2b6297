using System.Globalization;
using System.Text;

namespace BigPicture.Benchmarks.Load;

/// <summary>An application: takes leases, renews them, gives them back.</summary>
internal sealed class LeaseClient(Target target, string name) : IDisposable
{
    // A server that was measured before still knows who took leases then.
    private static readonly string Run = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private readonly HttpConnection connection = new(target.Url, target.Token);
    private readonly string head = $"{target.BodyHead}\"subject_type\":\"user\",\"subject_id\":\"{name}-{Run}-";
    private int turn;

    /// <summary>Takes a lease for a user of its own.</summary>
    /// <returns>Its token.</returns>
    public string Activate()
    {
        turn++;
        Expect(connection.Post("/v1/license/lease", $"{head}{turn}\",\"session_id\":\"{turn}\"}}"), 201);
        return TokenIn(connection.Body);
    }

    /// <returns>The new token.</returns>
    public string Renew(string token)
    {
        Expect(connection.Post("/v1/license/lease/renew", $"{{\"token\":\"{token}\"}}"), 200);
        return TokenIn(connection.Body);
    }

    public void Release(string token) => Expect(connection.Post("/v1/license/lease/release", $"{{\"token\":\"{token}\"}}"), 200);

    public void Dispose() => connection.Dispose();

    private void Expect(int status, int wanted)
    {
        if (status != wanted)
            throw new InvalidOperationException($"{target.Url} answered {status}: {Encoding.UTF8.GetString(connection.Body)}");
    }

    private static string TokenIn(ReadOnlySpan<byte> answer)
    {
        var name = "\"token\":\""u8;
        var from = answer[(answer.IndexOf(name) + name.Length)..];
        return Encoding.ASCII.GetString(from[..from.IndexOf((byte)'"')]);
    }
}
