using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>Asks what a request for a lease would be told, rule by rule. Takes and records nothing.</summary>
internal static class EntitlementExplanation
{
    public static Command Create(Remote remote)
    {
        var id = new Argument<string?>("ID") { Description = "Only this entitlement, ent_…", Arity = ArgumentArity.ZeroOrOne };
        var product = Options.Text("--product", "The product; known when an entitlement is named.", "ID");
        var subject = new SubjectOptions(defaults: null);
        return remote.Command(
            "explain",
            "Explain what a request for a lease would be told, and why.",
            [id, product, .. subject.All],
            async (parse, terminal, server, cancel) =>
            {
                var (entitlement, of) = (parse.GetValue(id), parse.GetValue(product));
                if (!subject.AreEnough(parse))
                    return terminal.Fail(Missing("Nobody is named whom the lease would be for.", "--user or --machine"));
                if (entitlement is null && of is null)
                    return terminal.Fail(Missing("Neither an entitlement nor a product is named.", "an entitlement's id or --product"));

                string? tenant = null;
                if (entitlement is not null)
                {
                    var found = await server.Get(Route.To("entitlements", entitlement), WireJson.Answers.EntitlementAnswer, cancel);
                    if (found.Failed(out var absent))
                        return terminal.Fail(absent);
                    (of, tenant) = (of ?? found.Value.ProductId, found.Value.TenantId);
                }
                var request = subject.Read(parse, of!, entitlement);
                var answer = await server.Post(
                    Route.To("license", "explain"),
                    request with
                    {
                        TenantId = request.TenantId ?? tenant,
                    },
                    WireJson.Requests.ActivateRequest,
                    WireJson.Answers.ExplainAnswer,
                    cancel
                );
                if (answer.Failed(out var failure))
                    return terminal.Fail(failure);
                if (terminal.IsJson)
                    terminal.Json(answer.Json);
                else
                    Show(terminal, answer.Value);
                return (int)ExitCode.Ok;
            }
        );
    }

    private static void Show(Terminal terminal, ExplainAnswer answer) =>
        terminal.Lines([("granted", answer.Granted ? "yes" : $"no: {answer.Code}"), .. answer.Entitlements.SelectMany(Lines)]);

    private static IEnumerable<(string Name, string Text)> Lines(ExplainedEntitlement entitlement) =>
        [
            (entitlement.EntitlementId, entitlement.Granted ? "grants" : $"{entitlement.Code}: {entitlement.Message}"),
            .. entitlement.Trace.Select(rule => ("", FailureText.Line(rule))),
        ];

    private static Failure Missing(string what, string needed) =>
        new(ExitCode.Usage, what, $"Give {needed}: bigpicture entitlement explain --help");
}
