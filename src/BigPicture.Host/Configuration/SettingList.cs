using BigPicture.Application.Contracts;
using BigPicture.Host.Commands;
using BigPicture.Host.Edge.Limits;
using BigPicture.Host.Telemetry.Export;

namespace BigPicture.Host.Configuration;

/// <summary>All settings there are. Flags, help, what is refused and the table in the documentation are made from this list.</summary>
internal static class SettingList
{
    public const string Data = "data";
    public const string Config = "config";
    public const string Url = "url";
    public const string Issuer = "issuer";
    public const string DatabaseUrl = "database_url";
    public const string DatabasePassword = "database_password";
    public const string KeyPassphrase = "key_passphrase";
    public const string TlsCertificate = "tls.certificate_file";
    public const string TlsKey = "tls.key_file";
    public const string TlsKeyPassword = "tls.key_password";
    public const string TrustedProxies = "trusted_proxies";
    public const string ConnectionsMax = "http.connections_max";
    public const string KeepAliveSeconds = "http.keep_alive_seconds";
    public const string HeadersTimeoutSeconds = "http.headers_timeout_seconds";
    public const string StopDelaySeconds = "stop_delay_seconds";
    public const string Lanes = "database.lanes";
    public const string ApplicationConnections = "database.application_connections";
    public const string OwnerConnections = "database.owner_connections";
    public const string TimeoutSeconds = "database.timeout_seconds";

    public const string LeaseDays = "retention.lease_days";
    public const string EventDays = "retention.event_days";
    public const string DenialDays = "retention.denial_days";
    public const string AuditDays = "retention.audit_days";
    public const string DeliveryDays = "retention.delivery_days";
    public const string AllowedNetworks = "webhooks.allowed_networks";

    public const string MetricsUrl = "metrics.url";
    public const string OtlpEndpoint = "otlp.endpoint";
    public const string OtlpProtocol = "otlp.protocol";
    public const string OtlpHeaders = "otlp.headers";
    public const string OtlpSignals = "otlp.signals";
    public const string OtlpTraceRatio = "otlp.trace_ratio";
    public const string PseudonymousSubjects = "privacy.pseudonymous_subjects";
    public const string PseudonymKey = "privacy.pseudonym_key";
    public const string LogFormat = "logging.format";

    /// <summary>What follows names a part of the program; there is no list of those.</summary>
    public const string LogLevels = "logging.loglevel.";

    public static IReadOnlyList<Setting> All { get; } = [.. Own().SelectMany(own => own.IsSecret ? [own, own.Twin()] : new[] { own })];

    public static Setting? Find(string key) =>
        All.FirstOrDefault(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
        ?? (
            key.Length > LogLevels.Length && key.StartsWith(LogLevels, StringComparison.OrdinalIgnoreCase)
                ? new Setting(key, "") { Fault = SettingValues.LogLevels }
                : null
        );

    private static IEnumerable<Setting> Own() =>
        [
            new(Data, "The data directory: settings, keys and, on the local server, the database.")
            {
                Default = "bigpicture-data",
                IsOutsideFiles = true,
            },
            new(Config, "A settings file; what it says goes before the `bigpicture.json` of the data directory.") { IsOutsideFiles = true },
            new(Url, "The address to listen on: `http://ADDRESS:PORT`, or `https://…` with a certificate.")
            {
                Default = "http://127.0.0.1:8080",
                Fault = SettingValues.Url,
            },
            new(Issuer, "The server's own URL in tokens. `init` writes it; it never changes again.")
            {
                HasFlag = false,
                Fault = SettingValues.Issuer,
            },
            .. Database(),
            new(KeyPassphrase, "Opens the signing keys, where they lie under a passphrase.") { IsSecret = true },
            new(TlsCertificate, "The certificate in PEM, with its intermediates after it. Read anew when it changes."),
            new(TlsKey, "The certificate's private key in PEM."),
            new(TlsKeyPassword, "Opens an encrypted private key.") { IsSecret = true, IsRare = true },
            new(TrustedProxies, "Whose `X-Forwarded-For`, `-Proto` and `-Host` are believed: addresses and networks, parted by commas.")
            {
                Default = "nobody",
                Fault = SettingValues.Networks,
            },
            new(StopDelaySeconds, "How long the server still serves after the word to stop, with `/readyz` red. 0–300.")
            {
                Default = "0; cloud: 2",
                Fault = SettingValues.Number(0, 300),
            },
            Number(ConnectionsMax, "Open connections at most; one more is closed at once.", 10_000, 1, 1_000_000),
            Number(KeepAliveSeconds, "How long a connection may lie idle.", 130, 1, 3_600),
            Number(HeadersTimeoutSeconds, "How long the headers of a request may take.", 10, 1, 600),
            .. Limits(),
            .. Kept(),
            new(
                AllowedNetworks,
                "Private and other special networks that webhooks may call all the same: addresses and networks, parted by commas."
            )
            {
                Default = "none",
                Fault = SettingValues.Networks,
                IsRare = true,
            },
            .. Privacy(),
            .. Observability(),
            new(
                LogLevels + "default",
                "What is logged: `Information`, `Warning` …; other names in place of `default` are parts of the program."
            )
            {
                Default = "Information",
                Fault = SettingValues.LogLevels,
                HasFlag = false,
            },
        ];

    private static IEnumerable<Setting> Database() =>
        [
            new(DatabaseUrl, "The database: `postgresql://USER@HOST:PORT/DATABASE?sslmode=…`.")
            {
                IsSecret = true,
                HasFlag = true,
                IsShared = true,
            },
            new(DatabasePassword, "The database user's password, for a URL without one.") { IsSecret = true, IsShared = true },
            Number(Lanes, "Lanes of the ledger, each with a connection.", 4, 1, 64) with
            {
                IsShared = true,
            },
            Number(ApplicationConnections, "Connections at most for what one tenant asks for.", 12, 1, 1_000) with
            {
                IsShared = true,
            },
            Number(OwnerConnections, "Connections at most for loops and what spans tenants.", 8, 2, 1_000) with
            {
                IsShared = true,
            },
            Number(TimeoutSeconds, "How long a statement, or the wait for a connection, may take.", 15, 1, 600) with
            {
                IsShared = true,
            },
        ];

    private static IEnumerable<Setting> Limits()
    {
        var limits = new LimitOptions();
        (string Key, string What, int Default)[] all =
        [
            ("lease_calls_per_second", "Lease calls of one API token.", limits.LeaseCallsPerSecond),
            ("lease_calls_burst", "What it may save up of them.", limits.LeaseCallsBurst),
            ("other_calls_per_second", "Other calls of one API token.", limits.OtherCallsPerSecond),
            ("other_calls_burst", "What it may save up of them.", limits.OtherCallsBurst),
            ("anonymous_calls_per_second", "Calls of one address without a valid token.", limits.AnonymousCallsPerSecond),
            ("anonymous_calls_burst", "What it may save up of them.", limits.AnonymousCallsBurst),
        ];
        return all.Select(limit => Number($"{LimitOptions.Section}.{limit.Key}", limit.What, limit.Default, 1, 1_000_000));
    }

    private static IEnumerable<Setting> Kept()
    {
        var usual = new Retention();
        (string Key, string What, int Default)[] all =
        [
            (LeaseDays, "Days for which leases are kept after their end.", usual.LeaseDays),
            (EventDays, "Days for which events of leases are kept.", usual.EventDays),
            (DenialDays, "Days for which events of refused leases are kept.", usual.DenialDays),
            (AuditDays, "Days for which all other events are kept.", usual.AuditDays),
            (DeliveryDays, "Days for which it is kept what webhooks were told and answered.", usual.DeliveryDays),
        ];
        return all.Select(kept => Number(kept.Key, kept.What, kept.Default, Retention.DaysLeast, Retention.DaysMost));
    }

    private static IEnumerable<Setting> Privacy() =>
        [
            new(
                PseudonymousSubjects,
                "`true`: people and machines leave the server under pseudonyms, in events, webhooks and the audit trail."
            )
            {
                Default = "false",
                Fault = SettingValues.OneOf("true", "false"),
                IsRare = true,
            },
            new(PseudonymKey, "What pseudonyms are made with: 32 bytes or more, the same for all servers and for good.")
            {
                IsSecret = true,
                IsRare = true,
                Fault = PrivacySettings.KeyFault,
            },
        ];

    private static IEnumerable<Setting> Observability() =>
        [
            new(
                MetricsUrl,
                "An address of its own for `/metrics`, without a token: `http://ADDRESS:PORT` that only the monitoring reaches."
            )
            {
                Default = "none: `/metrics` of the API, with a token",
                Fault = SettingValues.PlainUrl,
                IsRare = true,
            },
            new(OtlpEndpoint, "Where traces, metrics and logs are sent by OTLP, without `/v1/…`.")
            {
                Default = "`OTEL_EXPORTER_OTLP_ENDPOINT`, else nowhere",
                Fault = SettingValues.BaseUrl,
                IsRare = true,
            },
            new(OtlpProtocol, "`http/protobuf` or `grpc`.")
            {
                Default = ExportSettings.Protobuf,
                Fault = SettingValues.OneOf(ExportSettings.Protobuf, ExportSettings.Grpc),
                IsRare = true,
            },
            new(OtlpHeaders, "Headers for the endpoint, such as a key: `name=value`, parted by commas.") { IsSecret = true, IsRare = true },
            new(OtlpSignals, "Which are sent: `traces`, `metrics`, `logs`, parted by commas.")
            {
                Default = ExportSettings.AllSignals,
                Fault = SettingValues.SomeOf(ExportSettings.Traces, ExportSettings.Metrics, ExportSettings.Logs),
                IsRare = true,
            },
            new(OtlpTraceRatio, "The part of the traces that is recorded where the caller has not decided: 0–1.")
            {
                Default = ExportSettings.TraceRatioUsual,
                Fault = SettingValues.Ratio,
                IsRare = true,
            },
            new(LogFormat, "`text`, or `json`: an object a line.")
            {
                Default = LogOutput.Text,
                Fault = SettingValues.OneOf(LogOutput.Text, LogOutput.Json),
                IsRare = true,
            },
        ];

    private static Setting Number(string key, string what, int usual, int least, int most) =>
        new(key, FormattableString.Invariant($"{what} {least}–{most:N0}."))
        {
            Default = FormattableString.Invariant($"{usual}"),
            Fault = SettingValues.Number(least, most),
            IsRare = true,
        };
}
