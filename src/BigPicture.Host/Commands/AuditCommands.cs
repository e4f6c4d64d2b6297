using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Cli;
using BigPicture.Domain.Shared;
using BigPicture.Host.Configuration;
using BigPicture.Infrastructure.Storage.Backups;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture audit</c>: whether the trail of what administrators did is as it was written.</summary>
internal static class AuditCommands
{
    /// <param name="isShared">Whether servers share a database; else it lies in the directory, or in a backup.</param>
    public static Command Create(ServerParts parts, bool isShared)
    {
        var data = CommonOptions.Data();
        var backup = new Option<string?>("--backup") { Description = "Look into this backup instead.", HelpName = "FILE" };
        var known = new Option<string[]>("--known")
        {
            Description =
                "An act that was told before, as TENANT:SEQUENCE:HASH of `/v1/audit/status`; it must still be there. May be repeated.",
            HelpName = "HEAD",
        };
        var quiet = CommonOptions.Quiet();
        var verify = new Command(
            "verify",
            "Compute every chain of the audit trail anew. Any act that was changed, taken away, put in or moved is named, and the command ends "
                + "with 7. A server may run meanwhile."
        )
        {
            data,
            known,
            quiet,
        };
        if (!isShared)
            verify.Add(backup);
        var flags = CommonOptions.Stores(verify, isShared);
        verify.Answers(
            async (parse, cancel) =>
            {
                var heads = (parse.GetValue(known) ?? []).Select(HeadOf).ToList();
                using var folder = parse.GetValue(backup) is null ? null : new ScratchFolder();
                var directory = folder?.Path ?? parse.GetValue(data)!;
                var layer = flags.Read(parse);
                AuditVerdict verdict;
                using (var progress = ProgressBar.Show(parse, quiet, "Verify"))
                {
                    if (parse.GetValue(backup) is { } file)
                        await Unpack(file, directory, layer, progress.Part(0, 0.3), cancel);
                    var settings = DataDirectory.ReadSettings(directory, layer);
                    if (isShared)
                        DataDirectory.SharedDatabase(settings);
                    else
                        DataDirectory.RequireDatabase(directory);
                    verdict = await Verify(directory, settings, parts, heads, progress.Part(folder is null ? 0 : 0.3, 1), cancel);
                }
                await parse.Out().WriteLineAsync(parse.IsJson() ? ToJson(verdict) : Words(verdict));
                return verdict.Faults is [] ? ExitCode.Ok : ExitCode.Integrity;
            }
        );
        return new Command("audit", "The trail of what administrators did.") { verify };
    }

    private static async Task<AuditVerdict> Verify(
        string directory,
        IConfiguration settings,
        ServerParts parts,
        IReadOnlyList<KnownHead> known,
        IProgress<double> progress,
        CancellationToken cancel
    )
    {
        var place = DataDirectory.PlaceOf(directory, null, settings);
        await using var app = ServerApp.Build(new ServerSettings(place, ServerSettings.UrlOf(settings), settings), parts);
        await using var scope = app.Services.CreateAsyncScope();
        var query = new VerifyAudit(known, (done, all) => progress.Report(all == 0 ? 1 : (double)done / all));
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query, cancel);
    }

    private static async Task Unpack(string file, string directory, Layer flags, IProgress<double> progress, CancellationToken cancel)
    {
        if (!File.Exists(file))
            throw new CommandException($"There is no file {file}.", "Name what `bigpicture backup` wrote.", ExitCode.NotFound);
        var keys = DataDirectory.PlaceOf(directory, null, ServerConfiguration.Read(flags, [])).KeyOptions;
        await Restoration.Restore(file, directory, ServerPlace.DatabaseFile, DataDirectory.SettingsFile, keys, progress, cancel);
    }

    private static KnownHead HeadOf(string text)
    {
        var parts = text.Split(':');
        if (
            parts is [var tenant, var number, var hash]
            && long.TryParse(
                number,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var parsed
            )
            && hash.Length == 2 * AuditHash.Length
            && hash.All(char.IsAsciiHexDigitLower)
        )
            return new KnownHead(new TenantId(tenant), parsed, Convert.FromHexString(hash));
        throw new CommandException($"'{text}' is no head.", "Write TENANT:SEQUENCE:HASH, as /v1/audit/status tells them.", ExitCode.Usage);
    }

    private static string ToJson(AuditVerdict verdict) =>
        new JsonObject
        {
            ["sound"] = verdict.Faults is [],
            ["events"] = verdict.Links,
            ["chains"] = verdict.Chains,
            ["erased"] = verdict.Erased,
            ["faults"] = new JsonArray([
                .. verdict.Faults.Select(fault => new JsonObject
                {
                    ["tenant_id"] = fault.Tenant.Value,
                    ["sequence"] = fault.Number,
                    ["what"] = fault.What,
                }),
            ]),
        }.ToJsonString(JsonText.Indented);

    private static string Words(AuditVerdict verdict) =>
        verdict.Faults is []
            ? $"{verdict.Links} acts in {verdict.Chains} chains are as they were written."
            : string.Join(
                Environment.NewLine,
                verdict
                    .Faults.Select(fault =>
                        fault.Number is { } number ? $"{fault.Tenant} {number}: {fault.What}" : $"{fault.Tenant}: {fault.What}"
                    )
                    .Prepend($"The audit trail is not as it was written ({verdict.Links} acts in {verdict.Chains} chains were looked at):")
            );
}
