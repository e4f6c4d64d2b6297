namespace BigPicture.Proof.Linearizability;

/// <summary>A set of calls by their numbers, as bits; immutable, so that it can be remembered.</summary>
internal readonly struct CallSet : IEquatable<CallSet>
{
    private readonly ulong[] bits;
    private readonly int hash;

    public CallSet(int count)
        : this(new ulong[(count + 63) / 64], 0) { }

    private CallSet(ulong[] bits, int hash) => (this.bits, this.hash) = (bits, hash);

    public CallSet With(int call) => Flip(call);

    public CallSet Without(int call) => Flip(call);

    public bool Equals(CallSet other) => hash == other.hash && bits.AsSpan().SequenceEqual(other.bits);

    public override bool Equals(object? obj) => obj is CallSet other && Equals(other);

    // The sum of what stands for each member: kept up as members come and go, without another walk over the bits.
    public override int GetHashCode() => hash;

    private CallSet Flip(int call)
    {
        var flipped = bits.AsSpan().ToArray();
        flipped[call / 64] ^= 1UL << (call % 64);
        return new(flipped, hash ^ unchecked((int)((uint)(call + 1) * 2654435761u)));
    }
}
