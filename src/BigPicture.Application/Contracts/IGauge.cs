namespace BigPicture.Application.Contracts;

/// <summary>
/// Figures that cost a look at the database or at keys, and so are read every few seconds and not whenever somebody scrapes. Any module adds
/// its own by an implementation.
/// </summary>
public interface IGauge
{
    IReadOnlyList<GaugeName> Names { get; }

    /// <summary>As it stands now; nothing under a name where there is nothing to tell.</summary>
    Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel);
}

/// <param name="Id"><c>bigpicture.pool.used</c>.</param>
/// <param name="Unit">As UCUM writes it.</param>
public sealed record GaugeName(string Id, string Unit, string What);

/// <param name="Tags">Of few values that the operator names: products, license types, uses of keys. Never a person, a machine, a lease or a tenant.</param>
public sealed record GaugeReading(GaugeName Name, double Value, params KeyValuePair<string, object?>[] Tags);
