using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace BigPicture.ArchitectureTests;

/// <summary>
/// What build/BannedSymbols.txt forbids is called nowhere: no wall clock, no ids from nowhere, no blocked threads. The analyzer
/// says so while one writes; this looks at what was built, so that nobody can switch the analyzer off unseen.
/// </summary>
public sealed class BannedSymbolTests
{
    private static readonly HashSet<string> Banned =
    [
        .. File.ReadLines(Path.Combine(House.Root, "build", "BannedSymbols.txt"))
            .Where(l => l.Length > 0)
            .Select(l => Called(l.Split(';')[0])),
    ];

    [Fact]
    public void No_code_calls_a_banned_symbol() => CallsNothingBanned.MustHold();

    [Theory]
    [InlineData("BigPicture.Domain.Leasing.LooksAtTheWall::Now")]
    [InlineData("BigPicture.Domain.Leasing.LooksAtTheWall::Id")]
    [InlineData("BigPicture.Domain.Leasing.LooksAtTheWall::Blocks")]
    [InlineData("BigPicture.Domain.Leasing.LooksAtTheWall::Sleeps")]
    [InlineData("BigPicture.Domain.Leasing.LooksAtTheWall::Guesses")]
    public void Code_that_calls_a_banned_symbol_is_caught(string planted) => CallsNothingBanned.MustCatch(planted);

    private static readonly Rule CallsNothingBanned = assemblies =>
    {
        var methods = assemblies.SelectMany(Methods).ToList();
        return new Verdict(
            [.. methods.Select(NameOf)],
            [.. methods.Where(m => m.HasBody && m.Body.Instructions.Any(IsBanned)).Select(NameOf)]
        );
    };

    private static List<MethodDefinition> Methods(Assembly assembly)
    {
        var module = ModuleDefinition.ReadModule(assembly.Location, new ReaderParameters { InMemory = true });
        return [.. module.GetTypes().SelectMany(t => t.Methods)];
    }

    private static bool IsBanned(Instruction instruction) =>
        instruction.Operand is MethodReference called && Banned.Contains(Called(called));

    private static string NameOf(MethodDefinition method) => $"{method.DeclaringType.FullName}::{method.Name}";

    /// <summary>The method behind a documentation id: a property is its getter, no parentheses are no parameters.</summary>
    private static string Called(string documentationId)
    {
        var name = documentationId[2..];
        if (documentationId[0] == 'P')
            return $"{name[..name.LastIndexOf('.')]}.get_{name[(name.LastIndexOf('.') + 1)..]}()";
        return name.EndsWith(')') ? name.Replace('@', '&') : name + "()";
    }

    private static string Called(MethodReference method) =>
        $"{method.DeclaringType.GetElementType().FullName}.{method.Name}({string.Join(',', method.Parameters.Select(p => p.ParameterType.FullName))})";
}
