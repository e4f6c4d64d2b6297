using System.Net;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Limits;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.IntegrationTests.Edge;

public sealed class LimitTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_bucket_gives_its_burst_and_then_what_flows_in()
    {
        var bucket = new TokenBucket(perSecond: 2, burst: 3, time);
        Assert.Equal([0, 0, 0, 0.5], Enumerable.Range(0, 4).Select(_ => bucket.Take()));

        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(0, bucket.Take());
        Assert.Equal(0.5, bucket.Take());

        time.Advance(TimeSpan.FromHours(1));
        Assert.True(bucket.IsFull);
        Assert.Equal([0, 0, 0, 0.5], Enumerable.Range(0, 4).Select(_ => bucket.Take()));
    }

    [Fact]
    public void Lease_calls_and_others_are_counted_apart_and_by_token()
    {
        var limits = new CallLimits(
            new LimitOptions
            {
                OtherCallsPerSecond = 1,
                OtherCallsBurst = 1,
                LeaseCallsBurst = 2,
            },
            time
        );
        ApiTokenId mine = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));
        ApiTokenId yours = new(Guid.Parse("00000000-0000-0000-0000-000000000002"));

        Assert.Null(limits.Take(mine, isLeaseCall: false));
        Assert.Equal(DenialCode.RateLimited, limits.Take(mine, isLeaseCall: false)!.Code);
        Assert.Null(limits.Take(mine, isLeaseCall: true));
        Assert.Null(limits.Take(mine, isLeaseCall: true));
        Assert.Equal(DenialCode.RateLimited, limits.Take(mine, isLeaseCall: true)!.Code);
        Assert.Null(limits.Take(yours, isLeaseCall: false));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Callers_without_a_token_are_counted_by_network(string first, string second, bool isOneCaller)
    {
        var limits = new CallLimits(new LimitOptions { AnonymousCallsPerSecond = 1, AnonymousCallsBurst = 1 }, time);
        Assert.Null(limits.Take(IPAddress.Parse(first)));
        Assert.Equal(isOneCaller, limits.Take(IPAddress.Parse(second)) is not null);
    }

    [Fact]
    public void By_default_lease_calls_may_come_forty_times_as_fast()
    {
        var options = new LimitOptions();
        Assert.Equal((20_000, 40_000, 500), (options.LeaseCallsPerSecond, options.LeaseCallsBurst, options.OtherCallsPerSecond));
    }

    [Fact]
    public async Task A_caller_that_is_too_fast_is_told_when_to_come_back_and_others_are_not()
    {
        await using var server = await LiveServer.Start(
            new Dictionary<string, string?>
            {
                ["limits:other_calls_per_second"] = "1",
                ["limits:other_calls_burst"] = "3",
                ["limits:anonymous_calls_per_second"] = "1",
                ["limits:anonymous_calls_burst"] = "2",
            }
        );
        await Drain(server.Admin, "/v1/tenants", HttpStatusCode.OK, calls: 3);
        await Drain(server.Anonymous, "/v1/tenants", HttpStatusCode.Unauthorized, calls: 2);

        // Lease calls of another token, from the same address, go on.
        const string Body = """{"product_id":"viewer","subject_type":"user","subject_id":"a","session_id":"s"}""";
        for (var call = 0; call < 10; call++)
            Assert.True((await server.Application.Post("/v1/license/lease", Body)).Status is HttpStatusCode.Created or HttpStatusCode.OK);
    }

    private static async Task Drain(HttpClient client, string path, HttpStatusCode status, int calls)
    {
        for (var call = 0; call < calls; call++)
            (await client.Get(path)).Must(status);
        var limited = await client.Get(path);
        // The second after a call may be over already where the machine is slow.
        for (var call = 0; call < 20 && limited.Status == status; call++)
            limited = await client.Get(path);
        Assert.Equal("1", limited.MustRefuse(HttpStatusCode.TooManyRequests, "RATE_LIMITED").Header("Retry-After"));
    }
}
