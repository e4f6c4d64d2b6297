using System.Net;

namespace BigPicture.IntegrationTests.Client;

/// <summary>Uses of features that an application notes, as the server counts them.</summary>
public sealed class ReportTests(LocalStage stage) : IClassFixture<LocalStage>
{
    private const string Policy =
        """{"type":"concurrent","max_seats":3,"features":["export","render"],"usage_signals":true,"lease_seconds":3600,"grace_seconds":600}""";

    [Fact]
    public async Task Uses_are_summed_and_told_by_the_minute()
    {
        await using var scene = await ClientScene.Open(stage, Policy);
        await using var session = await scene.Acquire();
        for (var i = 0; i < 5; i++)
            Assert.True(await session.ReportAsync("export"));
        Assert.True(await session.ReportAsync("render", 7));

        await scene.Until(async () => await Counts(scene) is [("export", 5), ("render", 7)], "counted");
        Assert.Single(await scene.Book.Events(), name => name == "feature.used");
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task What_is_left_is_told_with_the_end()
    {
        await using var scene = await ClientScene.Open(stage, Policy);
        var session = await scene.Acquire();
        Assert.True(await session.ReportAsync("export", 3));
        await session.DisposeAsync();

        Assert.Equal([("export", 3)], await Counts(scene));
        Assert.False(await session.ReportAsync("export"));
        Assert.Equal(0, await scene.SeatsTaken());
    }

    [Fact]
    public async Task A_report_whose_answer_was_lost_counts_once()
    {
        await using var scene = await ClientScene.Open(stage, Policy);
        await using var session = await scene.Acquire();
        scene.Proxy.Fault = Fault.HalfAnswer;
        Assert.True(await session.ReportAsync("export", 3));
        await scene.Until(async () => await Counts(scene) is [("export", 3)], "counted");

        scene.Proxy.Fault = Fault.None;
        Assert.True(await session.ReportAsync("render"));
        await scene.Until(async () => (await Counts(scene)).Count == 2, "counted too");
        Assert.Equal([("export", 3), ("render", 1)], await Counts(scene));
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task What_two_reports_of_one_second_say_alike_counts_twice()
    {
        const int most = 1_000_000_000;
        await using var scene = await ClientScene.Open(stage, Policy);
        var session = await scene.Acquire();
        Assert.True(await session.ReportAsync("export", most));
        Assert.True(await session.ReportAsync("export", most));
        await session.DisposeAsync();
        Assert.Equal([("export", 2 * most)], await Counts(scene));
    }

    [Fact]
    public async Task While_no_server_answers_uses_are_kept()
    {
        await using var scene = await ClientScene.Open(stage, Policy);
        await using var session = await scene.Acquire();
        scene.Proxy.Fault = Fault.Refused;
        Assert.True(await session.ReportAsync("export", 3));
        await scene.Book.Wait(120);
        Assert.True(await session.ReportAsync("export", 4));
        Assert.Empty(await Counts(scene));

        scene.Proxy.Fault = Fault.None;
        await scene.Until(async () => await Counts(scene) is [("export", 7)], "counted");
    }

    [Fact]
    public async Task What_no_policy_and_no_lease_allows_is_not_noted()
    {
        await using var scene = await ClientScene.Open(stage, Policy);
        await using var session = await scene.Acquire();
        Assert.False(await session.ReportAsync("simulate"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await session.ReportAsync("export", 0));

        await using var silent = await ClientScene.Open(stage);
        await using var other = await silent.Acquire();
        Assert.False(await other.ReportAsync("export"));
    }

    private static async Task<List<(string, int)>> Counts(ClientScene scene) =>
        [
            .. (await scene.Book.Admin.Get($"/v1/usage/features?entitlement_id={scene.Book.Entitlement}"))
                .Must(HttpStatusCode.OK)
                .Body.GetProperty("features")
                .EnumerateArray()
                .Select(f => (f.GetProperty("feature").GetString()!, f.GetProperty("count").GetInt32())),
        ];
}
