using System.Reflection;
using System.Runtime.CompilerServices;
using BigPicture.LicenseTypes;
using NetArchTest.Rules;

namespace BigPicture.ArchitectureTests;

/// <summary>License types are pure functions: no I/O, no clock, no randomness, no tasks, nothing that changes between two calls.</summary>
public sealed class LicenseTypePurityTests
{
    private static readonly string[] Impure =
    [
        "System.Console",
        "System.DateTime",
        "System.DateTimeOffset",
        "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch",
        "System.Environment",
        "System.Guid",
        "System.IO",
        "System.Net",
        "System.Random",
        "System.Security.Cryptography",
        "System.Threading",
        "System.TimeProvider",
    ];

    [Fact]
    public void The_contract_and_the_built_in_types_touch_nothing_outside_of_them() => TouchesNothing.MustHold();

    [Fact]
    public void Built_in_types_keep_no_state()
    {
        KeepsNoState.MustHold();
        Assert.Contains(
            KeepsNoState(House.Assemblies).Subjects,
            name => typeof(LicenseType).Assembly.GetType(name)!.IsAssignableTo(typeof(LicenseType))
        );
    }

    [Theory]
    [InlineData("BigPicture.LicenseTypes.ReadsTheClock")]
    [InlineData("BigPicture.LicenseTypes.ThrowsDice")]
    [InlineData("BigPicture.LicenseTypes.ReadsAFile")]
    [InlineData("BigPicture.LicenseTypes.StartsATask")]
    public void A_license_type_that_touches_the_world_is_caught(string planted) => TouchesNothing.MustCatch(planted);

    [Theory]
    [InlineData("BigPicture.LicenseTypes.Counts")]
    [InlineData("BigPicture.LicenseTypes.CountsForAll")]
    public void A_license_type_that_remembers_is_caught(string planted) => KeepsNoState.MustCatch(planted);

    private static readonly Rule TouchesNothing = assemblies =>
        Verdict.Of(
            Types.InAssemblies(assemblies).That().MeetCustomRule(new Within("BigPicture.LicenseTypes")),
            mayNot => mayNot.HaveDependencyOnAny(Impure)
        );

    private static readonly Rule KeepsNoState = assemblies =>
        Verdict.Of(
            assemblies.SelectMany(a => a.GetTypes()).Where(t => t.IsAssignableTo(typeof(LicenseType))),
            t =>
                t.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Any(f => f is { IsInitOnly: false, IsLiteral: false } && !f.IsDefined(typeof(CompilerGeneratedAttribute)))
        );
}
