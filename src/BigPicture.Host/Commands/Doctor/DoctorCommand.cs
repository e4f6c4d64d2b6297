using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Cli;

namespace BigPicture.Host.Commands.Doctor;

/// <summary><c>bigpicture doctor</c>: looks for whatever could keep a server from its work, and says what to do about it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var quiet = CommonOptions.Quiet();
        var command = new Command(
            "doctor",
            "Look for what could keep a server from its work, whether or not it runs; changes nothing. Ends with 0 when nothing or only "
                + "warnings were found, with 7 when data or keys are damaged, with 1 after any other error."
        )
        {
            data,
            quiet,
        };
        var flags = CommonOptions.Server(command, isShared: false);
        command.Answers(
            async (parse, cancel) =>
            {
                var patient = Patient.Admit(parse.GetValue(data)!, flags.Read(parse));
                IReadOnlyList<CheckResult> results;
                using (var progress = ProgressBar.Show(parse, quiet, "Looking"))
                    results = await Checkup.Run(patient, progress, cancel);
                await parse.Out().WriteLineAsync(parse.IsJson() ? ToJson(patient, results) : Words(results));
                return CodeOf([.. results.SelectMany(result => result.Examined.Findings)]);
            }
        );
        return command;
    }

    private static ExitCode CodeOf(IReadOnlyList<Finding> findings) =>
        findings.Any(finding => finding.IsDamage) ? ExitCode.Integrity
        : findings.Any(finding => finding.Severity == Severity.Error) ? ExitCode.Failure
        : ExitCode.Ok;

    private static string ToJson(Patient patient, IReadOnlyList<CheckResult> results) =>
        new JsonObject
        {
            ["data"] = patient.Directory,
            ["running"] = patient.IsRunning,
            ["healthy"] = results.All(result => result.Severity < Severity.Error),
            ["checks"] = new JsonArray([
                .. results.Select(result => new JsonObject
                {
                    ["check"] = result.Name,
                    ["status"] = Name(result.Severity),
                    ["message"] = result.Examined.Words,
                }),
            ]),
            ["findings"] = new JsonArray([
                .. results.SelectMany(result => result.Examined.Findings.Select(finding => ToJson(result, finding))),
            ]),
        }.ToJsonString(JsonText.Indented);

    private static JsonObject ToJson(CheckResult result, Finding finding) =>
        new JsonObject
        {
            ["check"] = result.Name,
            ["code"] = finding.Code,
            ["severity"] = Name(finding.Severity),
            ["message"] = finding.Message,
            ["fix"] = finding.Fix,
        };

    private static string Words(IReadOnlyList<CheckResult> results)
    {
        var lines = new List<string>();
        foreach (var result in results)
        {
            if (result.Examined.Findings.Count == 0)
                lines.Add(Line(result.Severity, result.Name, result.Examined.Words));
            foreach (var finding in result.Examined.Findings)
            {
                lines.Add(Line(finding.Severity, result.Name, finding.Message));
                lines.Add($"{"", -24}fix: {finding.Fix}");
            }
        }
        var findings = results.SelectMany(result => result.Examined.Findings).ToList();
        var (errors, warnings) = (findings.Count(f => f.Severity == Severity.Error), findings.Count(f => f.Severity == Severity.Warning));
        lines.Add($"{errors} errors, {warnings} warnings");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Line(Severity severity, string check, string words) => $"{Name(severity), -9}{check, -15}{words}";

    private static string Name(Severity severity) => JsonNamingPolicy.SnakeCaseLower.ConvertName(severity.ToString());
}
