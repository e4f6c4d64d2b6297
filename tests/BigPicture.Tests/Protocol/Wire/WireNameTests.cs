using System.Reflection;
using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Wire;
using Xunit;

namespace BigPicture.Tests.Protocol.Wire;

public sealed class WireNameTests
{
    [Fact]
    public void Every_denial_has_its_code_on_the_wire_and_every_code_its_denial()
    {
        var denials = Enum.GetNames<DenialCode>().Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName).Order();
        Assert.Equal(denials, ConstantsOf(typeof(ErrorCodes)).Order());
    }

    [Fact]
    public void Every_rule_has_its_name_on_the_wire()
    {
        var rules = Enum.GetNames<Rule>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
        Assert.Equal(rules, ConstantsOf(typeof(RuleNames)));
    }

    [Fact]
    public void All_scopes_are_listed() => Assert.Equal(ConstantsOf(typeof(Scopes)), Scopes.All);

    [Fact]
    public void No_event_has_another_s_name()
    {
        var names = ConstantsOf(typeof(EventNames)).Where(name => name != EventNames.TypePrefix).ToList();
        Assert.Equal(29, names.Count);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData(ErrorCodes.SeatsExhausted, "urn:bigpicture:problem:seats-exhausted")]
    [InlineData(ErrorCodes.NotFound, "urn:bigpicture:problem:not-found")]
    public void The_type_of_a_problem_is_made_from_its_code(string code, string type) => Assert.Equal(type, ProblemDocument.TypeOf(code));

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);
}
