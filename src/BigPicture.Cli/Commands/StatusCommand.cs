using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary><c>status</c>: one look at a server: is it well, which release, what does its clock say, what is in use.</summary>
internal static class StatusCommand
{
    private static readonly Field<UseOfEntitlement>[] UseFields =
    [
        new("entitlement_id", use => use.Of.EntitlementId),
        new("tenant_id", use => use.Of.TenantId),
        new("product_id", use => use.Of.ProductId),
        new("status", use => use.Of.Status),
        new("type", use => use.Policy("type")),
        new("live_leases", use => use.LiveLeases),
        new("max_seats", use => use.Policy("max_seats")),
    ];

    public static Command Create(Remote remote, Surroundings surroundings) =>
        remote.Standalone(
            "status",
            "Show whether a server is well, its release, its clock, and with a token that has admin:read what is in use. Ends with 1 when the "
                + "server is not ready.",
            async (terminal, server, cancel) =>
            {
                var alive = await server.Get("/livez", WireJson.Answers.HealthAnswer, cancel);
                if (alive.Failed(out var failure))
                    return terminal.Fail(failure);
                var skew = Skew(server, surroundings.Clock);
                var ready = await server.Get("/readyz", WireJson.Answers.HealthAnswer, cancel);
                var keys = await server.Get(Route.To("license", "keys"), WireJson.Answers.LicenseKeysAnswer, cancel);
                var use = server.HasToken ? await EntitlementUse.Read(server, cancel) : new Answer<EntitlementUse>(EntitlementUse.None, "");
                var state = new ServerState(server.Address, alive.Value.Version, skew, ready, keys, use);
                if (terminal.IsJson)
                    terminal.Json(ToJson(state));
                else
                    Show(terminal, state);
                return (int)(ready.Failed(out _) ? ExitCode.Failure : ExitCode.Ok);
            }
        );

    private static (DateTimeOffset Server, long Seconds)? Skew(LicenseServer server, TimeProvider clock) =>
        server.ToldTime is { } told ? (told, (long)(told - clock.GetUtcNow()).TotalSeconds) : null;

    private static void Show(Terminal terminal, ServerState state)
    {
        var isReady = !state.Ready.Failed(out var why);
        terminal.Lines([
            ("server", state.Address.ToString()),
            ("ready", isReady ? "yes" : "no"),
            .. Problems(why).Select(problem => (problem.Field, problem.Message)),
            .. isReady ? [("checks", string.Join(", ", state.Ready.Value.Checks ?? []))] : Array.Empty<(string, string)>(),
            ("version", state.Version ?? "not told"),
            .. state.Keys.Failed(out _) ? [] : new[] { ("api_revision", $"{state.Keys.Value.ApiRevision}") },
            .. state.Clock is { } clock
                ? new[] { ("server_time", $"{UtcSeconds.Format(clock.Server)} ({clock.Seconds:+0;-0;0} s against this machine)") }
                : [],
        ]);
        if (state.Use.Failed(out var hidden))
        {
            terminal.Say($"What is in use is not shown: {hidden.Message}");
            return;
        }
        if (state.Use.Value == EntitlementUse.None)
        {
            terminal.Say($"What is in use is not shown: give a token that has admin:read with --token or {Remote.TokenVariable}.");
            return;
        }
        terminal.Table(state.Use.Value.Entitlements, UseFields);
        if (state.Use.Value.IsPart)
            terminal.Say("There are more; the counts are of those that were looked at. See `entitlement list` and `lease list`.");
    }

    private static JsonObject ToJson(ServerState state)
    {
        var isReady = !state.Ready.Failed(out var why);
        return new JsonObject
        {
            ["server"] = state.Address.ToString(),
            ["alive"] = true,
            ["ready"] = isReady,
            ["checks"] = isReady ? new JsonArray([.. (state.Ready.Value.Checks ?? []).Select(check => (JsonNode)check)]) : null,
            ["problems"] = new JsonArray([
                .. Problems(why).Select(problem => new JsonObject { ["check"] = problem.Field, ["message"] = problem.Message }),
            ]),
            ["version"] = state.Version,
            ["api_revision"] = state.Keys.Failed(out _) ? null : state.Keys.Value.ApiRevision,
            ["server_time"] = state.Clock is { } clock ? UtcSeconds.Format(clock.Server) : null,
            ["clock_difference_seconds"] = state.Clock?.Seconds,
            ["entitlements"] =
                state.Use.Failed(out _) || state.Use.Value == EntitlementUse.None
                    ? null
                    : new JsonArray([.. state.Use.Value.Entitlements.Select(ToJson)]),
            ["is_part"] = !state.Use.Failed(out _) && state.Use.Value.IsPart,
        };
    }

    private static JsonNode ToJson(UseOfEntitlement use) =>
        new JsonObject
        {
            ["entitlement_id"] = use.Of.EntitlementId,
            ["tenant_id"] = use.Of.TenantId,
            ["product_id"] = use.Of.ProductId,
            ["status"] = use.Of.Status,
            ["type"] = JsonNode.Parse(use.Of.PolicyJson.GetProperty("type").GetRawText()),
            ["live_leases"] = use.LiveLeases,
            ["max_seats"] = use.Of.PolicyJson.TryGetProperty("max_seats", out var seats) ? JsonNode.Parse(seats.GetRawText()) : null,
        };

    private static IEnumerable<FieldProblem> Problems(Failure? why) =>
        why is null ? []
        : why.Problem?.Details?.Errors is { Count: > 0 } errors ? errors
        : [new FieldProblem { Field = "server", Message = why.Message }];

    private sealed record ServerState(
        Uri Address,
        string? Version,
        (DateTimeOffset Server, long Seconds)? Clock,
        Answer<HealthAnswer> Ready,
        Answer<LicenseKeysAnswer> Keys,
        Answer<EntitlementUse> Use
    );
}
