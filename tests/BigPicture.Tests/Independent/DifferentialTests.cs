using System.Text.Json;
using BigPicture.Protocol.Certificates;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>
/// Our verifier, npm <c>paseto</c> and libsodium on the same tokens, half of them damaged: no difference in verdict, but for a torsion part in
/// R, which only a key's owner can put there.
/// </summary>
public sealed class DifferentialTests
{
    private const int BatchSize = 10_000;

    private static readonly int Count = Environment.GetEnvironmentVariable("BIGPICTURE_LONG") == "1" ? 200_000 : 10_000;

    [Fact]
    public async Task Three_verifiers_give_one_verdict()
    {
        Node.MustBeInstalled();
        var tokens = new DamagedTokens(seed: 20260115);
        var verifier = new LeaseVerifier(new LeaseVerifierOptions { Roots = new Trust().Pins, Audience = "cad-pro" });
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var done = 0; done < Count; done += BatchSize)
        {
            var batch = Enumerable.Range(0, BatchSize).Select(_ => tokens.Next()).ToList();
            var theirs = await Ask(batch);
            foreach (var (token, verdict) in batch.Zip(theirs))
            {
                var ours = verifier.Verify(token.Text, Samples.Now, token.Machine).IsAccepted ? '3' : '0';
                var kind = $"{token.Kind}: {(ours == '3' ? "accepted" : "refused")}, paseto and libsodium {verdict}";
                tally[kind] = tally.GetValueOrDefault(kind) + 1;
                Assert.True(token.Kind == DamagedTokens.Torsion || ours == verdict, $"{kind}: {token.Text}");
                Assert.True(token.Kind != DamagedTokens.Good || ours == '3', $"refused: {token.Text}");
            }
        }
        foreach (var (kind, count) in tally)
            TestContext.Current.TestOutputHelper?.WriteLine($"{count, 8} {kind}");
        // Whatever is damaged is refused by all; what is not is half of them.
        Assert.InRange(
            tally.Where(one => one.Key.StartsWith(DamagedTokens.Good, StringComparison.Ordinal)).Sum(one => one.Value),
            Count * 0.48,
            Count * 0.52
        );
    }

    private static async Task<string> Ask(List<DamagedToken> batch)
    {
        var input = JsonSerializer.Serialize(
            new
            {
                now = Samples.Now,
                keys = DamagedTokens.Keys,
                cases = batch.Select(token => new object?[] { token.Text, token.Key, token.Machine }),
            }
        );
        var verdicts = (await Node.Run("differential.mjs", input)).Trim();
        Assert.Equal(batch.Count, verdicts.Length);
        return verdicts;
    }
}
