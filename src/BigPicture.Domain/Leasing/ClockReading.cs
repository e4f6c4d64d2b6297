using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>One look at the clock, shared by a whole batch.</summary>
/// <param name="Now">The time that new claims are dated with.</param>
/// <param name="Trusted">The time that ends leases and frees seats: while the clock has jumped ahead, it lags behind <paramref name="Now"/>.</param>
/// <param name="GrantsStopped">The clock has jumped back: nothing new is granted until it is right again or accepted.</param>
public readonly record struct ClockReading(Instant Now, Instant Trusted, bool GrantsStopped = false);
