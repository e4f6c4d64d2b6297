using System.Diagnostics;

namespace BigPicture.IntegrationTests.Revoking;

/// <summary>
/// A thousand applications follow their tenant's revocations. Prints how long a revocation takes to reach them, from the answer to whoever revoked;
/// judges ten times the second that is promised.
/// </summary>
public sealed class PushTests(ITestOutputHelper output)
{
    private const int Readers = 1_000;
    private const int Rounds = 10;
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_thousand_readers_hear_of_each_revocation()
    {
        await using var server = await LiveServer.Start();
        var customer = await Customer.Found(server.Admin);
        using var client = server.Client(customer.Token);
        var streams = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => SentEvents.Open(client, Customer.Stream)));
        try
        {
            await Task.WhenAll(streams.Select(stream => stream.Next()));
            var delays = new List<double>();
            for (var round = 1; round <= Rounds; round++)
            {
                var lease = await customer.Lease();
                var hearing = streams.Select(async stream => (Told: await stream.Next(), At: Stopwatch.GetTimestamp())).ToList();
                await customer.Revoke(lease);
                var revoked = Stopwatch.GetTimestamp();
                var heard = await Task.WhenAll(hearing);
                Assert.Equal(round, customer.Verify(heard[0].Told).Leases.Count);
                Assert.All(heard, one => Assert.Equal(heard[0].Told!.Data, one.Told?.Data));
                delays.AddRange(heard.Select(one => Math.Max(0, Stopwatch.GetElapsedTime(revoked, one.At).TotalMilliseconds)));
            }
            delays.Sort();
            output.WriteLine(
                $"{Readers} readers, {Rounds} revocations: p50 {At(0.5):F0} ms, p99 {At(0.99):F0} ms, the last {delays[^1]:F0} ms after the answer."
            );
            Assert.True(delays[^1] < Promise.TotalMilliseconds * 10, $"{delays[^1]} ms");

            double At(double share) => delays[(int)(share * (delays.Count - 1))];
        }
        finally
        {
            foreach (var stream in streams)
                stream.Dispose();
        }
    }
}
