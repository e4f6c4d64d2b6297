using System.Diagnostics;
using BigPicture.Benchmarks.Report;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Benchmarks.Rows;

/// <summary>Judging a token offline, its chain known already, against the check of one signature of the same length.</summary>
internal sealed class Verification(BenchOptions options)
{
    private const int Rounds = 1_000;

    public IEnumerable<Figure> Measure(string token, string product, IReadOnlyList<string> rootKeys)
    {
        var roots = rootKeys.Select(text => VerifyingKey.TryParse(text, out var root) ? root : throw new FormatException(text)).ToList();
        var verifier = new LeaseVerifier(new LeaseVerifierOptions { Audience = product, Roots = roots });
        var now = TimeProvider.System.GetUtcNow();
        if (!verifier.Verify(token, now).IsAccepted || !LeaseToken.TryRead(token, out var read, out _))
            throw new InvalidOperationException("The server's own token does not verify.");
        CertificateChain.TryVerify(read.Footer.Chain, roots, out var certified, out _);
        var key = certified!.Key;
        var (message, signed) = (read.Envelope.SignedBytes(), read.Envelope.Signature.ToArray());

        var (whole, bare) = (new List<double>(), new List<double>());
        for (var run = 0; run < options.Runs * 3; run++)
        {
            whole.Add(Time(() => _ = verifier.Verify(token, now)));
            bare.Add(Time(() => _ = key.Verifies(message, signed)));
        }
        whole.Sort();
        bare.Sort();
        var (verified, signature) = (whole[whole.Count / 2], bare[bare.Count / 2]);
        yield return new Figure("verification", "verification of a token, chain known", verified, "us");
        yield return new Figure("bare_signature_check", "  bare signature check", signature, "us");
        yield return Figure.AtMost("verification.against_bare", "  against it", verified / signature, "x", 1.3);
    }

    private static double Time(Action check)
    {
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
            check();
        return Stopwatch.GetElapsedTime(from).TotalMicroseconds / Rounds;
    }
}
