using BigPicture.Proof.Histories;
using BigPicture.Proof.Rig;

namespace BigPicture.Proof.Clients;

/// <summary>The pools of a run: those that are in use, and fresh ones that take the place of revoked ones.</summary>
internal sealed class PoolBook
{
    public const string Product = "proof";

    private const int SparesEach = 2;

    private static readonly int[] Sizes = [1, 2, 3, 5, 10, 20, 50, 100];

    private readonly List<Terms> inUse = [];
    private readonly Queue<Terms> spares = new();
    private readonly Lock turn = new();

    /// <summary>All of them, for the history.</summary>
    public IReadOnlyList<Pool> Pools { get; private init; } = [];

    /// <summary>Makes them on the server.</summary>
    /// <param name="skewMs">How far clocks may be apart in this run.</param>
    /// <param name="leaseSeconds">The lease's length.</param>
    public static async Task<PoolBook> Found(Site site, int skewMs, int leaseSeconds)
    {
        using var line = new Line(site.AdminToken, Line.Patient);
        var url = site.Replicas[0].Url;
        Created(await line.Ask(HttpMethod.Post, url, "/v1/products", $$"""{"product_id":"{{Product}}","name":"Proof"}"""));
        var all = new List<Terms>();
        foreach (var (type, at) in Terms.LicenseTypes.Select((type, at) => (type, at)))
        {
            for (var i = 0; i < Sizes.Length + SparesEach; i++)
            {
                var terms = new Terms(type, Sizes[i % Sizes.Length], leaseSeconds)
                {
                    HoldsRevokedSeats = (i + at) % 3 == 0 && type != Terms.Features,
                };
                var body = $$"""{"tenant_id":"{{Site.Tenant}}","product_id":"{{Product}}","policy_json":{{terms.Policy(terms.Seats)}} }""";
                var made = Created(await line.Ask(HttpMethod.Post, url, "/v1/entitlements", body));
                all.Add(terms with { Entitlement = made.Text("entitlement_id")! });
            }
        }
        var book = new PoolBook { Pools = [.. all.Select(terms => terms.ToPool(skewMs))] };
        foreach (var (terms, i) in all.Select((terms, i) => (terms, i)))
        {
            if (i % (Sizes.Length + SparesEach) < Sizes.Length)
                book.inUse.Add(terms);
            else
                book.spares.Enqueue(terms);
        }
        return book;
    }

    public Terms Pick(Random random)
    {
        lock (turn)
            return inUse[random.Next(inUse.Count)];
    }

    /// <summary>Whether another one took its place: only then may it be revoked.</summary>
    public bool TryReplace(Terms pool)
    {
        lock (turn)
        {
            if (spares.Count == 0 || !inUse.Remove(pool))
                return false;
            inUse.Add(spares.Dequeue());
            return true;
        }
    }

    private static Answer Created(Answer answer) =>
        answer.Status == 201
            ? answer
            : throw new InvalidOperationException($"Nothing was made: {answer.Status} {answer.Words} {answer.Body}");
}
