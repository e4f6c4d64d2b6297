using System.Reflection;
using NetArchTest.Rules;

namespace BigPicture.ArchitectureTests;

/// <summary>What a rule looked at, and who of them breaks it. Names are full type names.</summary>
internal sealed record Verdict(IReadOnlyCollection<string> Subjects, IReadOnlyCollection<string> Offenders)
{
    /// <summary>The verdict of a NetArchTest condition on the types that a predicate selects.</summary>
    public static Verdict Of(PredicateList subjects, Func<Conditions, ConditionList> mayNot) =>
        new([.. subjects.GetTypes().Select(t => t.FullName!)], [.. mayNot(subjects.ShouldNot()).GetResult().FailingTypeNames ?? []]);

    /// <summary>The verdict of a plain question on the types that another one selects.</summary>
    public static Verdict Of(IEnumerable<Type> subjects, Func<Type, bool> offends)
    {
        var all = subjects.ToList();
        return new([.. all.Select(t => t.FullName!)], [.. all.Where(offends).Select(t => t.FullName!)]);
    }
}

internal delegate Verdict Rule(IReadOnlyList<Assembly> assemblies);

internal static class RuleAssertions
{
    /// <summary>The house keeps the rule, and has something that could break it: NetArchTest passes on an empty selection.</summary>
    public static void MustHold(this Rule rule)
    {
        var verdict = rule(House.Assemblies);
        Assert.NotEmpty(verdict.Subjects);
        Assert.Empty(verdict.Offenders);
    }

    /// <summary>The rule is able to see an offence: it names this planted type.</summary>
    public static void MustCatch(this Rule rule, string planted) => Assert.Contains(planted, rule([House.Planted]).Offenders);
}
