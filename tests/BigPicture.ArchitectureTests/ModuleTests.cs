using System.Reflection;
using NetArchTest.Rules;

namespace BigPicture.ArchitectureTests;

/// <summary>
/// A module sees another one only through <c>Application.Contracts</c> and <c>Domain.Shared</c>, in every layer. Of the edge all may
/// know what it opens, and endpoints what answers look like (<c>Host.Edge</c>).
/// </summary>
public sealed class ModuleTests
{
    private static readonly string[] Layers = ["Domain", "Application", "Infrastructure", "Host"];
    private static readonly string[] Modules = ["Entitlements", "Leasing", "Telemetry", "Edge"];

    /// <summary>What the edge opens to all: who is asking, and which scope a route needs.</summary>
    private static readonly string[] Opened = ["BigPicture.Application.Edge.Caller", "BigPicture.Domain.Edge.Scopes"];

    private const string HostEdge = "BigPicture.Host.Edge.";

    public static TheoryData<string> Names => [.. Modules];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_module_never_sees_another_one_but_through_the_contracts(string module) => SeesNoOther(module).MustHold();

    [Theory]
    [InlineData("Leasing", "BigPicture.Application.Leasing.PeeksIntoEntitlements")]
    [InlineData("Leasing", "BigPicture.Application.Leasing.PeeksWhileItWaits")]
    [InlineData("Leasing", "BigPicture.Application.Leasing.Outer/PeeksFromWithin")]
    [InlineData("Leasing", "BigPicture.Application.Leasing.PeeksIntoTheEdge")]
    [InlineData("Entitlements", "BigPicture.Application.Entitlements.PeeksIntoLeasing")]
    [InlineData("Telemetry", "BigPicture.Application.Telemetry.PeeksIntoLeasing")]
    [InlineData("Edge", "BigPicture.Application.Edge.PeeksIntoLeasing")]
    public void A_module_that_peeks_is_caught(string module, string planted) => SeesNoOther(module).MustCatch(planted);

    [Fact]
    public void What_the_edge_opens_exists()
    {
        var names = House.Assemblies.SelectMany(a => a.GetTypes()).Select(t => t.FullName).ToHashSet();
        Assert.All(Opened, name => Assert.Contains(name, names));
    }

    [Fact]
    public void A_namespace_that_only_begins_like_a_module_is_not_one() =>
        Assert.DoesNotContain("BigPicture.Application.LeasingLore.Stranger", SeesNoOther("Leasing")([House.Planted]).Subjects);

    /// <summary>What all may see must not open a way round the rule.</summary>
    [Fact]
    public void Contracts_and_shared_words_see_no_module() => SharedSeesNoModule.MustHold();

    [Fact]
    public void A_contract_that_hands_out_a_module_is_caught() =>
        SharedSeesNoModule.MustCatch("BigPicture.Application.Contracts.HandsOutLeasing");

    private static readonly Rule SharedSeesNoModule = assemblies =>
        Verdict.Of(
            Types
                .InAssemblies(assemblies)
                .That()
                .MeetCustomRule(new Within("BigPicture.Application.Contracts", "BigPicture.Domain.Shared")),
            mayNot => mayNot.HaveDependencyOnAny([.. Closed(module: null, assemblies)])
        );

    private static Rule SeesNoOther(string module) =>
        assemblies =>
            Verdict.Of(
                Types.InAssemblies(assemblies).That().MeetCustomRule(new Within(Layers.Select(layer => $"BigPicture.{layer}.{module}"))),
                mayNot => mayNot.HaveDependencyOnAny([.. Closed(module, assemblies)])
            );

    /// <summary>What lies in the other modules and is not opened to all.</summary>
    private static IEnumerable<string> Closed(string? module, IReadOnlyList<Assembly> assemblies) =>
        assemblies
            .SelectMany(a => a.GetTypes())
            .Where(t => Modules.Where(m => m != module).Any(m => IsIn(t, m)))
            .Where(t => !Opened.Contains(t.FullName) && !t.FullName!.StartsWith(HostEdge, StringComparison.Ordinal))
            .Select(t => t.FullName!);

    private static bool IsIn(Type type, string module) =>
        Layers.Any(layer => $"{type.Namespace}.".StartsWith($"BigPicture.{layer}.{module}.", StringComparison.Ordinal));
}
