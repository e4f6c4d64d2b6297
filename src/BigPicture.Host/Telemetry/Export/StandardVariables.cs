using System.Collections;

namespace BigPicture.Host.Telemetry.Export;

/// <summary>The environment's <c>OTEL_…</c>, which the exporters know; the rest of it is none of theirs.</summary>
internal static class StandardVariables
{
    public static IEnumerable<KeyValuePair<string, string?>> Read() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(variable => ((string)variable.Key).StartsWith(ExportSettings.StandardPrefix, StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value));
}
