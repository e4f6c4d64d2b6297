using System.Net;
using System.Text.RegularExpressions;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>
/// Every route of the running server's document × every scope × everything that another tenant has, in each place where a request may name
/// it. No answer holds anything of the other tenant, none tells what is not yours from what nobody has, and none of its rows changes.
/// </summary>
/// <param name="withScopes">Also by those who have one scope only.</param>
internal sealed partial class IsolationMatrix(IsolationWorld world, bool withScopes)
{
    private const int AtOnce = 8;

    /// <summary>What they answer is whether something is granted or in force: a refusal is their success.</summary>
    private static readonly string[] Judges = ["explain_lease", "validate_lease"];

    /// <summary>One for a tenant: a token that is tied to a product is told of the others' leases there, and nowhere else.</summary>
    private static readonly string[] Lists = ["/v1/license/revocations", "/v1/license/stream"];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly Verdict verdict = new();

    private IEnumerable<Asker> Askers => withScopes ? world.Tied.Concat(world.Scoped) : world.Tied;

    public async Task<Verdict> Run()
    {
        foreach (var shape in world.Shapes)
            await Sound(shape);
        // Read before anything is tried: where no wall stands, what they list may be gone then.
        var cursors = await ForeignCursors();
        var before = await world.RowsOfOthers();
        await Each(Probes(), Try);
        await Each(Misplaced(), async probe => MustBeIn(await Send(probe.Asker, probe.Build), [200, 400, 403, 404, 409], probe.ToString()));
        await Each(Cursors(cursors), probe => Send(probe.Asker, () => probe.Shape.Build(probe.Names, ("cursor", probe.Cursor))));
        await Each(OtherMethods(), async odd => MustBeIn(await Send(odd.Asker, odd.Build), [404, 405], odd.What));
        var after = await world.RowsOfOthers();
        foreach (var row in before.Except(after))
            verdict.Leaks.Add($"changed or gone: {row}");
        foreach (var row in after.Except(before))
            verdict.Leaks.Add($"new: {row}");
        return verdict;
    }

    /// <summary>A request that is right in everything, so that what is refused later is refused for what it names.</summary>
    private async Task Sound(RequestShape shape)
    {
        MustBeIn(await SendSound(world.Admin, shape), [200, 201, 202, 204], $"No sound request can be built for {shape.Route}");
        foreach (var asker in world.Tied)
        {
            var reply = await SendSound(asker, shape);
            if (reply.Status == HttpStatusCode.Forbidden)
                verdict.VendorOnly[shape.Route.Name] = true;
            else
                MustBeIn(reply, [200, 201, 202, 204], $"{asker.Name}: {shape.Route} with names of its own");
            foreach (var filter in shape.Filters)
                await Send(asker, () => shape.Build(OwnNames(shape, world.Own), filter));
        }
        foreach (var asker in Askers.Except(world.Tied))
        {
            var reply = await SendSound(asker, shape);
            if (!asker.Has(shape.Route.Scope))
                MustBeIn(reply, [403], $"{asker.Name}: {shape.Route}");
        }
    }

    private async Task<Reply> SendSound(Asker asker, RequestShape shape)
    {
        var own = shape.References.Count > 0 && shape.Route.Method != "GET" ? await world.Steward.Renew(world.Own) : world.Own;
        var reply = await Send(asker, () => shape.Build(OwnNames(shape, own)));
        // What is to be made must not be there yet.
        return reply.Status == HttpStatusCode.Conflict
            ? await Send(asker, () => shape.Build(OwnNames(shape, own, requiredOnly: true)))
            : reply;
    }

    private IEnumerable<Probe> Probes() =>
        from asker in Askers
        from shape in world.Shapes
        from probe in Probe.Of(asker, shape, world.Own)
        select probe;

    private IEnumerable<Probe> Misplaced() =>
        from asker in world.Tied
        from shape in world.Shapes
        from probe in Probe.Misplaced(asker, shape, world.Own)
        select probe;

    private async Task Try(Probe probe)
    {
        var reply = await Send(probe.Asker, probe.Build);
        var route = probe.Shape.Route;
        MustBeIn(reply, Expected(probe.Asker, route), probe.ToString());
        if (probe.Twin() is not { } twin)
            return;
        var other = await Send(twin.Asker, twin.Build);
        var (mine, theirs) = (Shown(reply, probe), Shown(other, twin));
        if (mine != theirs)
            verdict.Wrong.Add($"{probe} is told from a name that nobody has: {mine} and {theirs}");
    }

    private int[] Expected(Asker asker, DocumentedRoute route) =>
        !asker.Has(route.Scope) ? [403]
        : verdict.VendorOnly.ContainsKey(route.Name) ? [403, 404]
        : Judges.Contains(route.Name) ? [200, 404]
        : [404];

    /// <summary>An answer without what must be different.</summary>
    private static string Shown(Reply reply, Probe probe)
    {
        var text = RequestId().Replace(reply.Text, "");
        foreach (var reference in probe.Foreign)
            text = text.Replace(probe.Names[reference], $"<{reference.Name}>", StringComparison.Ordinal);
        return $"{(int)reply.Status} {reply.MediaType} {reply.Header("ETag")} {text}";
    }

    /// <summary>The ends of pages that somebody else has read.</summary>
    private async Task<Dictionary<RequestShape, List<string>>> ForeignCursors()
    {
        var cursors = new Dictionary<RequestShape, List<string>>();
        foreach (var shape in world.Shapes.Where(shape => shape.TakesCursor))
        {
            cursors[shape] = [];
            foreach (var requiredOnly in new[] { true, false })
            {
                var reply = await Send(world.Admin, () => shape.Build(OwnNames(shape, world.OtherTenant, requiredOnly), ("limit", "1")));
                if (reply.Must(HttpStatusCode.OK).Body.TryGetProperty("next_cursor", out var cursor))
                    cursors[shape].Add(cursor.GetString()!);
            }
        }
        return cursors;
    }

    private IEnumerable<(Asker Asker, RequestShape Shape, Dictionary<Reference, string> Names, string Cursor)> Cursors(
        Dictionary<RequestShape, List<string>> foreign
    ) =>
        from asker in Askers
        from shape in foreign.Keys
        from cursor in foreign[shape]
        from requiredOnly in new[] { true, false }
        select (asker, shape, OwnNames(shape, world.Own, requiredOnly), cursor);

    private IEnumerable<(Asker Asker, Func<HttpRequestMessage> Build, string What)> OtherMethods() =>
        from asker in world.Tied
        from path in world.Shapes.GroupBy(shape => shape.Route.Path)
        from method in Methods
        where path.All(shape => shape.Route.Method != method) && (method != "HEAD" || path.All(shape => shape.Route.Method != "GET"))
        let names = OwnNames(path.First(), world.OtherTenant)
        select (asker, new Func<HttpRequestMessage>(() => Odd(path.First().Build(names), method)), $"{asker.Name}: {method} {path.Key}");

    private static HttpRequestMessage Odd(HttpRequestMessage request, string method)
    {
        request.Method = new HttpMethod(method);
        return request;
    }

    private static Dictionary<Reference, string> OwnNames(RequestShape shape, Belongings own, bool requiredOnly = false) =>
        shape
            .References.Where(reference => !requiredOnly || shape.IsRequired(reference))
            .ToDictionary(reference => reference, reference => own[reference.Kind][0]);

    private async Task<Reply> Send(Asker asker, Func<HttpRequestMessage> build)
    {
        using var request = build();
        var cancel = TestContext.Current.CancellationToken;
        var asked = $"{request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel))}";
        using var answer = await asker.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        var reply = await Reply.Of(answer);
        verdict.Count((int)reply.Status);
        // Whoever may read a tenant's revocation list reads all of it, whatever the product, and it tells no more than ids.
        var forbidden = Lists.Any(path => asked.Contains(path, StringComparison.Ordinal)) ? world.Tied[0].Forbidden : asker.Forbidden;
        foreach (var needle in forbidden.In($"{answer.Headers}{answer.Content.Headers}{reply.Text}", Uri.UnescapeDataString(asked)))
            verdict.Leaks.Add($"{asker.Name}: {request.Method} {asked} was told {needle}: {(int)reply.Status} {reply.Text}");
        return reply;
    }

    private void MustBeIn(Reply reply, int[] statuses, string what)
    {
        if (!statuses.Contains((int)reply.Status))
            verdict.Wrong.Add($"{what}: {(int)reply.Status} instead of {string.Join(" or ", statuses)}: {reply.Text}");
    }

    private static Task Each<T>(IEnumerable<T> all, Func<T, Task> act) =>
        Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (one, _) => await act(one)
        );

    [GeneratedRegex("\"request_id\":\"[^\"]*\",?")]
    private static partial Regex RequestId();
}
