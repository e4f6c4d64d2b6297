using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Independent;

/// <param name="Key">Which of <see cref="DamagedTokens.Keys"/> it claims to be signed by.</param>
internal sealed record DamagedToken(string Kind, string Text, int Key, string? Machine);

/// <summary>Lease tokens of several keys, the same in every run for a seed; every second one was damaged.</summary>
internal sealed class DamagedTokens(int seed)
{
    public const string Good = "good";
    public const string Torsion = "torsion in R";

    private const int KeyCount = 8;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly byte[][] Seeds = [.. Enumerable.Range(100, KeyCount).Select(i => Enumerable.Repeat((byte)i, 32).ToArray())];
    private static readonly ITokenSigner[] Signers = [.. Seeds.Select(bytes => new BouncyCastleSigner(bytes))];
    private static readonly LeaseTokenFooter[] Footers = [.. Signers.Select(FooterOf)];

    private readonly Random random = new(seed);

    public static IReadOnlyList<string> Keys => [.. Signers.Select(signer => signer.PublicKey.Paserk)];

    public DamagedToken Next()
    {
        var key = random.Next(KeyCount);
        var machine = random.Next(4) == 0 ? $"machine-{random.Next(1000)}" : null;
        var text = LeaseToken.Sign(Signers[key], Claims(machine), Footers[key], machine);
        var good = new DamagedToken(Good, text, key, machine);
        return random.Next(2) == 0 ? good : Damage(good);
    }

    private DamagedToken Damage(DamagedToken good) =>
        random.Next(400) == 0
            ? WithTorsion(good)
            : random.Next(12) switch
            {
                0 or 1 or 2 => Bytes(good, "a bit of what is signed turned", part: 2, body => Turn(body, 0, body.Length - 64)),
                3 or 4 => Bytes(good, "a bit of R turned", part: 2, body => Turn(body, body.Length - 64, 32)),
                5 or 6 => Bytes(good, "a bit of S turned", part: 2, body => Turn(body, body.Length - 32, 32)),
                7 => Bytes(good, "a bit of the footer turned", part: 3, footer => Turn(footer, 0, footer.Length)),
                8 => Bytes(good, "L added to S", part: 2, AddOrder),
                9 => Spell(good),
                10 => Cut(good),
                _ => Swap(good),
            };

    private static DamagedToken Bytes(DamagedToken good, string kind, int part, Action<byte[]> change)
    {
        var parts = good.Text.Split('.');
        Base64Url.TryDecode(parts[part], out var bytes);
        change(bytes!);
        parts[part] = Base64Url.Encode(bytes);
        return good with { Kind = kind, Text = string.Join('.', parts) };
    }

    private void Turn(byte[] bytes, int start, int length) => bytes[start + random.Next(length)] ^= (byte)(1 << random.Next(8));

    private static void AddOrder(byte[] body)
    {
        var s = body.AsSpan(body.Length - 32);
        EdwardsPoint.Bytes(EdwardsPoint.Number(s) + EdwardsPoint.Order).CopyTo(s);
    }

    /// <summary>The same bytes in another spelling, or nearly.</summary>
    private DamagedToken Spell(DamagedToken good)
    {
        var text = good.Text;
        var at = random.Next("v4.public.".Length, text.Length);
        var other = random.Next(6) switch
        {
            0 => text + "=",
            1 => text.Insert(at, " "),
            2 => text.Insert(at, "\n"),
            3 => text.Insert(at, "."),
            4 => text.Remove(at, 1).Insert(at, Alphabet[(Alphabet.IndexOf(text[at], StringComparison.Ordinal) + 1) % 64].ToString()),
            _ => text.Replace("v4.public", "v4.Public", StringComparison.Ordinal),
        };
        return good with { Kind = "spelled otherwise", Text = other };
    }

    private DamagedToken Cut(DamagedToken good)
    {
        var at = random.Next(good.Text.Length);
        return good with { Kind = "cut", Text = random.Next(2) == 0 ? good.Text[..at] : good.Text.Remove(at, 1) };
    }

    /// <summary>Another key's footer, another token's signature, another machine.</summary>
    private DamagedToken Swap(DamagedToken good)
    {
        var other = (good.Key + 1 + random.Next(KeyCount - 1)) % KeyCount;
        var parts = good.Text.Split('.');
        if (good.Machine is not null)
            return good with { Kind = "another machine", Machine = good.Machine + "x" };
        if (random.Next(2) == 0)
            return good with
            {
                Kind = "another key's footer",
                Text = $"v4.public.{parts[2]}.{Base64Url.Encode(Footers[other].Utf8)}",
                Key = other,
            };
        Base64Url.TryDecode(LeaseToken.Sign(Signers[good.Key], Claims(null), Footers[good.Key]).Split('.')[2], out var another);
        return Bytes(
            good,
            "another token's signature",
            part: 2,
            body => another.AsSpan(another!.Length - 64).CopyTo(body.AsSpan(body.Length - 64))
        );
    }

    private DamagedToken WithTorsion(DamagedToken good)
    {
        var signer = new TorsionSigner(Seeds[good.Key], random.Next(1, 8) * EdwardsPoint.Torsion8);
        return good with { Kind = Torsion, Text = LeaseToken.Sign(signer, Claims(good.Machine), Footers[good.Key], good.Machine) };
    }

    private LeaseTokenClaims Claims(string? machine) =>
        Samples.Claims with
        {
            LeaseId = $"lease_{random.NextInt64()}",
            Subject = machine is null ? LeaseSubject.User($"user-{random.Next()}") : LeaseSubject.Machine(machine, bound: true),
            BindMachine = machine is not null,
            Features = [.. Enumerable.Range(0, random.Next(8)).Select(i => $"feature-{i}")],
            Generation = random.Next(1, 100),
            Session = random.Next(2) == 0 ? null : $"session-{random.Next()}",
        };

    private static LeaseTokenFooter FooterOf(ITokenSigner signer)
    {
        var sound = new Trust();
        var certificate = sound.Lease with { Key = signer.PublicKey };
        return LeaseTokenFooter.Create(signer.PublicKey, [certificate.Sign(Trust.DelegateKey), sound.Chain[1]]);
    }
}
