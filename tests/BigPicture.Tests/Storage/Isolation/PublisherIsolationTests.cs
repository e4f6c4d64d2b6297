using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Entitlements;
using Xunit;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>Two transactions that write events, and one that numbers them for the feed, in every order of their steps.</summary>
public sealed class PublisherIsolationTests
{
    /// <summary>Seven steps of three sessions, each of which keeps its own order.</summary>
    private const int OrdersCount = 210;

    private const string FeedSql = "SELECT position || ':' || event_id AS feed FROM tel_event WHERE position > 0 ORDER BY position";

    private const string Meanwhile = "p_read";
    private const string AtTheEnd = "feed";

    [Fact]
    public async Task What_is_committed_late_is_numbered_behind_all_that_was_read()
    {
        await using var scene = await IsolationScene.Open();

        var played = await Play(scene, sql => sql);

        Assert.Equal(OrdersCount, played.Count);
        foreach (var order in played)
        {
            Assert.DoesNotContain("ERROR", order.Text);
            Assert.Equal(2, Feed(order, AtTheEnd).Count(position => position.Length > 0));
            Assert.True(IsKept(order), order.Text);
        }
    }

    [Fact]
    public async Task Numbers_in_the_order_of_writing_step_over_an_open_transaction()
    {
        await using var scene = await IsolationScene.Open();

        var played = await Play(
            scene,
            sql =>
                sql.StartsWith("WITH written", StringComparison.Ordinal)
                    ? "UPDATE tel_event SET position = sequence WHERE position = 0"
                    : sql
        );

        Assert.Contains(played, order => !IsKept(order));
    }

    private static async Task<IReadOnlyList<PlayedPermutation>> Play(IsolationScene scene, Func<string, string> numbering)
    {
        foreach (var product in new[] { "cad-pro", "cam-pro" })
        {
            if (product != "cad-pro")
                await scene.Server.AddNames([], [product]);
            await scene.Server.AddEntitlement(Catalogue.Draft(product: product, policy: """{"type":"concurrent","max_seats":1}"""));
        }
        await scene.Server.Events();
        // What setting up told the feed is not of interest.
        await scene.Forget("tel_event");
        var setup = await scene.Keep();
        var (one, other) = (await scene.Record(() => Activate(scene, "cad-pro")), await scene.Record(() => Activate(scene, "cam-pro")));
        var numbered = (await scene.Record(scene.Server.Events)).With(numbering).Transaction.WorkAndEnd("p");

        SpecSession[] sessions =
        [
            IsolationScene.As("a", one, one.Transaction.WorkAndEnd("a")),
            IsolationScene.As("b", other, other.Transaction.WorkAndEnd("b")),
            new("p", "", [.. numbered, new SpecStep(Meanwhile, FeedSql)]),
        ];
        SpecStep last = new(AtTheEnd, $"{string.Join(";\n", numbered.Select(step => step.Sql))};\n{FeedSql}");
        var orders = IsolationSpec
            .Interleavings([.. sessions.Select(session => session.Steps.Select(step => step.Name).ToList())])
            .Select(order => (IReadOnlyList<string>)[.. order, AtTheEnd]);
        return await scene.Play(new IsolationSpec(setup, [.. sessions, new("q", "", [last])], [.. orders]));
    }

    /// <summary>What a reader got stands at the head of what it gets later.</summary>
    private static bool IsKept(PlayedPermutation order)
    {
        var read = Feed(order, Meanwhile);
        return Feed(order, AtTheEnd).Take(read.Length).SequenceEqual(read);
    }

    private static string[] Feed(PlayedPermutation order, string step) =>
        [.. order.Results[step].Split('\n').Select(line => line.Trim()).Where(line => char.IsAsciiDigit(line.FirstOrDefault()))];

    private static Task<LeaseAnswer> Activate(IsolationScene scene, string product) =>
        scene.Server.Do(
            new ActivateLease(
                new LeaseApplication
                {
                    Tenant = Catalogue.Acme,
                    Product = new ProductId(product),
                    Subject = new Subject(SubjectKind.User, "alice"),
                    SessionId = "s",
                }
            )
        );
}
