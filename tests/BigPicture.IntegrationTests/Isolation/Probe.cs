namespace BigPicture.IntegrationTests.Isolation;

/// <summary>One request that names something foreign, and the same with a name that nobody has.</summary>
/// <param name="Foreign">Which of the references are foreign.</param>
internal sealed record Probe(
    Asker Asker,
    RequestShape Shape,
    IReadOnlyDictionary<Reference, string> Names,
    IReadOnlyList<Reference> Foreign
)
{
    /// <summary>
    /// All probes of an asker against a route: each reference by itself, each pair, and all; alone, beside names of its own, and beside
    /// what belongs to the foreign one and may be named by everybody, such as the product that its entitlement is for.
    /// </summary>
    public static IEnumerable<Probe> Of(Asker asker, RequestShape shape, Belongings own) =>
        asker.Foreign.SelectMany(foreign => Of(asker, shape, own, foreign)).DistinctBy(probe => probe.ToString());

    private static IEnumerable<Probe> Of(Asker asker, RequestShape shape, Belongings own, Belongings foreign) =>
        from some in Subsets([.. shape.References.Where(reference => asker.IsForeign(foreign, reference.Kind))])
        from i in Enumerable.Range(0, some.Max(reference => foreign[reference.Kind].Count))
        from isWhole in new[] { true, false }
        from besides in new[] { own, foreign }
        let names = shape
            .References.Where(reference => isWhole || some.Contains(reference) || shape.IsRequired(reference))
            .ToDictionary(
                reference => reference,
                reference =>
                    NameOf(
                        reference,
                        some.Contains(reference) ? foreign
                            : asker.IsForeign(foreign, reference.Kind) ? own
                            : besides,
                        i
                    )
            )
        select new Probe(asker, shape, names, some);

    /// <summary>Everything that is foreign, in each place where a name of another kind belongs.</summary>
    public static IEnumerable<Probe> Misplaced(Asker asker, RequestShape shape, Belongings own) =>
        from foreign in asker.Foreign
        from reference in shape.References
        from kind in Enum.GetValues<Kind>()
        where kind != reference.Kind && asker.IsForeign(foreign, kind)
        from name in foreign[kind]
        select new Probe(
            asker,
            shape,
            shape.References.ToDictionary(each => each, each => each == reference ? name : NameOf(each, own, 0)),
            [reference]
        );

    /// <summary>The same request with names that nobody has; null where such a name cannot be made.</summary>
    public Probe? Twin() =>
        Foreign.Any(reference => reference.Kind == Kind.LeaseToken)
            ? null
            : this with
            {
                Names = Names.ToDictionary(
                    pair => pair.Key,
                    pair => Foreign.Contains(pair.Key) ? Unknown(pair.Key.Kind, pair.Value) : pair.Value
                ),
            };

    public HttpRequestMessage Build() => Shape.Build(Names);

    public override string ToString() =>
        $"{Asker.Name}: {Shape.Route} with foreign {string.Join(" and ", Foreign)}, naming {string.Join(", ", Names.Select(n => $"{n.Key}={n.Value}"))}";

    /// <summary>As long as the other, so that nothing but the name is different.</summary>
    public static string Unknown(Kind kind, string like) =>
        kind is Kind.Tenant or Kind.Product
            ? "nobody-has-it-0123456789abcdef0123456789"[..like.Length]
            : like[..^26] + "01m85zdm3ne5rvhd335vqz5hrq";

    /// <summary>Its own first thing of the kind is live; the others stand in all states.</summary>
    private static string NameOf(Reference reference, Belongings of, int i) => of[reference.Kind][i % of[reference.Kind].Count];

    private static IEnumerable<IReadOnlyList<Reference>> Subsets(List<Reference> all)
    {
        foreach (var (i, reference) in all.Index())
        {
            yield return [reference];
            foreach (var other in all.Skip(i + 1))
                yield return [reference, other];
        }
        if (all.Count > 2)
            yield return all;
    }
}
