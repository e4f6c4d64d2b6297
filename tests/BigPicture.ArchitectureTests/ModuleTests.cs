using NetArchTest.Rules;

namespace BigPicture.ArchitectureTests;

/// <summary>
/// A module sees another one only through <c>Application.Contracts</c> and <c>Domain.Shared</c>, in every layer. What every
/// endpoint needs of the host's edge (problems, callers) is no module's.
/// </summary>
public sealed class ModuleTests
{
    private static readonly string[] Layers = ["Domain", "Application", "Infrastructure", "Host"];
    private static readonly string[] Modules = ["Entitlements", "Leasing", "Telemetry", "Edge"];

    public static TheoryData<string> Names => [.. Modules];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_module_never_sees_another_one_but_through_the_contracts(string module) => SeesNoOther(module).MustHold();

    [Theory]
    [InlineData("Leasing", "BigPicture.Application.Leasing.PeeksIntoEntitlements")]
    [InlineData("Leasing", "BigPicture.Application.Leasing.PeeksWhileItWaits")]
    [InlineData("Entitlements", "BigPicture.Application.Entitlements.PeeksIntoLeasing")]
    [InlineData("Telemetry", "BigPicture.Application.Telemetry.PeeksIntoLeasing")]
    [InlineData("Edge", "BigPicture.Application.Edge.PeeksIntoLeasing")]
    public void A_module_that_peeks_is_caught(string module, string planted) => SeesNoOther(module).MustCatch(planted);

    [Fact]
    public void A_namespace_that_only_begins_like_a_module_is_not_one() =>
        Assert.DoesNotContain("BigPicture.Application.LeasingLore.Stranger", SeesNoOther("Leasing")([House.Planted]).Subjects);

    private static Rule SeesNoOther(string module)
    {
        var others = Modules.Where(m => m != module && m != "Edge").SelectMany(m => Layers.Select(l => $"BigPicture.{l}.{m}")).ToList();
        if (module != "Edge")
            others.AddRange(["BigPicture.Application.Edge", "BigPicture.Infrastructure.Edge"]);
        return assemblies =>
            Verdict.Of(
                Types
                    .InAssemblies(assemblies)
                    .That()
                    .ResideInNamespaceMatching($@"^BigPicture\.({string.Join('|', Layers)})\.{module}($|\.)"),
                mayNot => mayNot.HaveDependencyOnAny([.. others])
            );
    }
}
