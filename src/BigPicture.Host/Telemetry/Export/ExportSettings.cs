using System.Globalization;
using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace BigPicture.Host.Telemetry.Export;

/// <summary>Where traces, metrics and logs are sent. The server's own settings go before the standard variables of OpenTelemetry.</summary>
internal sealed class ExportSettings(IConfiguration settings)
{
    public const string Traces = "traces";
    public const string Metrics = "metrics";
    public const string Logs = "logs";
    public const string AllSignals = "traces,metrics,logs";
    public const string Protobuf = "http/protobuf";
    public const string Grpc = "grpc";
    public const string TraceRatioUsual = "0.1";

    /// <summary>Variables that the exporters read by themselves.</summary>
    public const string StandardPrefix = "OTEL_";

    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string StandardProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string StandardSampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Null: nothing is sent.</summary>
    public Uri? Endpoint => (settings.Of(SettingList.OtlpEndpoint) ?? settings[StandardEndpoint]) is { } url ? new Uri(url) : null;

    public OtlpExportProtocol Protocol =>
        (settings.Of(SettingList.OtlpProtocol) ?? settings[StandardProtocol]) == Grpc
            ? OtlpExportProtocol.Grpc
            : OtlpExportProtocol.HttpProtobuf;

    /// <summary><c>name=value</c>, parted by commas; null: what the standard variables say.</summary>
    public string? Headers => settings.Of(SettingList.OtlpHeaders);

    public bool Sends(string signal) =>
        Endpoint is not null
        && (settings.Of(SettingList.OtlpSignals) ?? AllSignals).Split(',', StringSplitOptions.TrimEntries).Contains(signal);

    /// <summary>The part of traces that is recorded where no caller has decided; null: the standard variables name a sampler.</summary>
    public double? TraceRatio =>
        settings.Of(SettingList.OtlpTraceRatio) is null && settings[StandardSampler] is not null
            ? null
            : double.Parse(settings.Of(SettingList.OtlpTraceRatio) ?? TraceRatioUsual, CultureInfo.InvariantCulture);

    /// <summary>The address on which metrics alone are served, to whoever reaches it; null: none.</summary>
    public string? MetricsUrl => settings.Of(SettingList.MetricsUrl)?.TrimEnd('/');
}
