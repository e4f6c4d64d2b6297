using System.Text;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>One connection of a spec.</summary>
/// <param name="Setup">What its connection is told first.</param>
/// <param name="Steps">In the order in which it does them.</param>
internal sealed record SpecSession(string Name, string Setup, IReadOnlyList<SpecStep> Steps);

/// <summary>What PostgreSQL's isolation tester is given.</summary>
/// <param name="Setup">Puts the rows back, before each permutation.</param>
/// <param name="Permutations">Names of steps, each list an order to run them in.</param>
internal sealed record IsolationSpec(string Setup, IReadOnlyList<SpecSession> Sessions, IReadOnlyList<IReadOnlyList<string>> Permutations)
{
    public IEnumerable<SpecStep> Steps => Sessions.SelectMany(session => session.Steps);

    /// <summary>Every order in which the steps of several can follow each other, each of them keeping its own.</summary>
    public static IEnumerable<IReadOnlyList<string>> Interleavings(IReadOnlyList<IReadOnlyList<string>> sessions)
    {
        if (sessions.All(steps => steps.Count == 0))
            return
            [
                [],
            ];
        return sessions
            .Index()
            .Where(session => session.Item.Count > 0)
            .SelectMany(session =>
                Interleavings([.. sessions.Select((steps, i) => i == session.Index ? [.. steps.Skip(1)] : steps)])
                    .Select(rest => (IReadOnlyList<string>)[session.Item[0], .. rest])
            );
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append("setup { ").Append(Setup).AppendLine(" }");
        foreach (var session in Sessions)
        {
            text.AppendLine($"session \"{session.Name}\"");
            if (session.Setup.Length > 0)
                text.Append("setup { ").Append(session.Setup).AppendLine(" }");
            foreach (var step in session.Steps)
                text.Append($"step \"{step.Name}\" {{ ").Append(step.Sql).AppendLine(" }");
        }
        foreach (var order in Permutations)
            text.Append("permutation ").AppendJoin(' ', order.Select(step => $"\"{step}\"")).AppendLine();
        return text.ToString();
    }
}
