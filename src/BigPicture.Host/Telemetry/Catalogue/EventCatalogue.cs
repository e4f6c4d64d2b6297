using BigPicture.Host.Edge.Problems;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Telemetry.Catalogue;

/// <summary>All events and what stands in them. docs/events.md is made from this list; a test compares it with what is told.</summary>
internal static class EventCatalogue
{
    private const string OfLease = "the lease";
    private const string OfEntitlement = "the entitlement";
    private const string OfKey = "the key";

    public static IReadOnlyList<EventKind> All { get; } =
    [
        .. Licenses(),
        .. Entitlements(),
        .. Names(),
        .. Access(),
        .. Keys(),
        EventKind.Reserved(EventNames.AllocationChanged, "Seats were allocated to a local server, or taken back."),
        EventKind.Reserved(EventNames.ServerEnrolled, "A local server was enrolled."),
        EventKind.Reserved(EventNames.ServerSynced, "A local server has synced."),
    ];

    private static IEnumerable<EventKind> Licenses() =>
        [
            new(EventNames.LicenseIssued, "A lease was granted.", OfLease, Lease()),
            new(EventNames.LicenseRenewed, "A lease got a new end.", OfLease, Lease()),
            new(
                EventNames.LicenseTakenOver,
                "A restarted instance took its lease back; older generations are fenced out.",
                OfLease,
                Lease()
            ),
            new(EventNames.LicenseReleased, "A lease was given back by its holder.", OfLease, Lease()),
            new(EventNames.LicenseRevoked, "A lease was ended by an administrator, or with its entitlement.", OfLease, Lease()),
            new(EventNames.LicenseExpired, "A lease ran out, grace included.", OfLease, Lease()),
            new(
                EventNames.LicenseDenied,
                "A lease was refused: the first time at once; repeats of the same entitlement, subject, code and pool as one event a minute.",
                "the entitlement that came nearest; the product where there is none",
                [
                    Product,
                    EntitlementId.OrNot(),
                    .. Subject,
                    DataMember.OneOf("code", "Why, as the caller was told.", ProblemTable.Kinds.Values.Select(kind => kind.Code)),
                    DataMember.Text("pool", "The pool that was full.").OrNot(),
                    DataMember.Whole("count", "How many refusals this event stands for.", 1),
                    DataMember.Text("attempt_id", "The attempt that the caller named.").OrNot(),
                    DataMember.Flag("final", "The caller said that it gives up.").OrNot(),
                ]
            ),
            new(
                EventNames.FeatureUsed,
                "An application reported the use of features of its lease: one event for each report that was counted.",
                OfLease,
                [
                    .. Lease(),
                    new DataMember(
                        "used",
                        "What it reported: the feature, how often, and when by its clock.",
                        """
                        {"type":"array","minItems":1,"maxItems":200,"items":{"type":"object","required":["feature","count","at"],"properties":
                         {"feature":{"type":"string"},"count":{"type":"integer","minimum":1,"maximum":1000000000},"at":{"type":"string"}}}}
                        """
                    ),
                ]
            ),
        ];

    private static IEnumerable<EventKind> Entitlements() =>
        [
            new(EventNames.EntitlementCreated, "An entitlement was created.", OfEntitlement, [.. Entitlement(), .. Terms()]),
            new(EventNames.EntitlementUpdated, "An entitlement was changed.", OfEntitlement, [.. Entitlement(), .. Terms()]),
            new(
                EventNames.EntitlementSuspended,
                "No grants and no renewals until it is reinstated.",
                OfEntitlement,
                [.. Entitlement(), Reason]
            ),
            new(EventNames.EntitlementReinstated, "It is in force again.", OfEntitlement, [.. Entitlement(), Reason.OrNot()]),
            new(EventNames.EntitlementRevoked, "It is ended for good.", OfEntitlement, [.. Entitlement(), Reason]),
            new(
                EventNames.EntitlementRenewed,
                "Its end moved on by auto-renewal, told when it does, without a request.",
                OfEntitlement,
                [
                    .. Entitlement(),
                    DataMember.Time("previous_ends_at", "The end that has passed."),
                    DataMember.Time("ends_at", "The end that counts now."),
                ]
            ),
            new(
                EventNames.EntitlementExpired,
                "It reached its end, told when it does, without a request.",
                OfEntitlement,
                [.. Entitlement(), DataMember.Time("ends_at", "The end that has passed.")]
            ),
        ];

    private static IEnumerable<EventKind> Names() =>
        [
            new(EventNames.TenantCreated, "A tenant was created.", "the tenant", [Tenant, Name, Version]),
            new(EventNames.TenantUpdated, "A tenant was changed.", "the tenant", [Tenant, Name, Version]),
            new(EventNames.ProductCreated, "A product was created.", "the product", [Product, Name, Version]),
            new(EventNames.ProductUpdated, "A product was changed.", "the product", [Product, Name, Version]),
        ];

    private static IEnumerable<EventKind> Access() =>
        [
            new(EventNames.ApiTokenCreated, "An API token was created.", "the token", ApiToken()),
            new(EventNames.ApiTokenRevoked, "An API token was revoked.", "the token", ApiToken()),
            new(
                EventNames.WebhookDisabled,
                "The server switched a webhook off.",
                "the webhook",
                [
                    DataMember.Id("webhook_id", "webhook", "The webhook."),
                    DataMember.OneOf(
                        "reason",
                        "`gone`: the receiver answered 410; `failing`: nothing succeeded for three days.",
                        "gone",
                        "failing"
                    ),
                    DataMember.Time("failing_since", "Since when no call has succeeded.").OrNot(),
                ]
            ),
            new(
                EventNames.ServerClockStepped,
                "The clock of a local server jumped, or is right again.",
                "`clock`",
                [
                    DataMember.OneOf("state", "How it is now; `accepted`: the operator said so.", "steady", "ahead", "back", "accepted"),
                    DataMember.Whole("drift_seconds", "By how much it is ahead of what was believed; negative: behind."),
                ]
            ),
        ];

    private static IEnumerable<EventKind> Keys() =>
        [
            new(
                EventNames.KeyCreated,
                "A key of the server is there: it was made, or its certificate came.",
                OfKey,
                [.. Key(), DataMember.Time("ends_at", "The end of its certificates; a root has none.").OrNot()]
            ),
            new(
                EventNames.KeyRotated,
                "Another key took over from this one, whose tokens verify to their end.",
                OfKey,
                [.. Key(), Successor]
            ),
            new(
                EventNames.KeyRetired,
                "A key signs no more by the operator's will.",
                OfKey,
                [
                    .. Key(),
                    DataMember.OneOf("reason", "`compromised`: nothing that it signed counts any more.", "retired", "compromised"),
                    Successor,
                ]
            ),
        ];

    private static DataMember[] Key() =>
        [
            DataMember.Text("key_id", "The key, `k4.pid.…`."),
            DataMember.OneOf("use", "What it signs.", "root", "lease", "bundle", "revocation", "report", "delegate"),
        ];

    private static DataMember Successor => DataMember.Text("successor", "The key that took over.").OrNot();
    private static DataMember Product => DataMember.Text("product_id", "The product.");
    private static DataMember Tenant => DataMember.Text("tenant_id", "The tenant.");
    private static DataMember EntitlementId => DataMember.Id("entitlement_id", "ent", "The entitlement.");
    private static DataMember LicenseType => DataMember.Text("license_type", "The license type.");
    private static DataMember Name => DataMember.Text("name", "The name for people.");
    private static DataMember Version => DataMember.Whole("version", "Its version right after.", 1);
    private static DataMember Reason => DataMember.Text("reason", "Why, as the caller said.");

    private static DataMember[] Subject =>
        [
            DataMember.OneOf("subject_type", "Who or what.", SubjectTypes.User, SubjectTypes.Machine),
            DataMember.Text("subject_id", "Which one, as the application names it."),
        ];

    private static DataMember[] Lease() =>
        [
            DataMember.Id("lease_id", "lease", "The lease, as it stood right after."),
            EntitlementId,
            Product,
            LicenseType,
            .. Subject,
            DataMember.Text("machine_id", "The machine.").OrNot(),
            DataMember.Text("session_id", "The running instance.").OrNot(),
            DataMember.Texts("features", "The features that it carries."),
            DataMember.Whole("generation", "Raised by each takeover.", 1),
            DataMember.Time("issued_at", "When its claims were last signed."),
            DataMember.Time("expires_at", "Its end."),
            DataMember.Time("grace_until", "The end of grace.").OrNot(),
            DataMember.Flag("overdraft", "Granted beyond the seats of the policy.").OrNot(),
            Reason.OrNot(),
        ];

    private static DataMember[] Entitlement() =>
        [
            EntitlementId,
            Tenant,
            Product,
            LicenseType,
            DataMember.OneOf(
                "status",
                "How it stood right after.",
                EntitlementStatuses.Scheduled,
                EntitlementStatuses.Active,
                EntitlementStatuses.Suspended,
                EntitlementStatuses.Expired,
                EntitlementStatuses.Revoked
            ),
            Version,
        ];

    private static DataMember[] Terms() =>
        [
            DataMember.Object("policy_json", "The policy, whole."),
            DataMember.Time("starts_at", "From when it is in force."),
            DataMember.Time("ends_at", "Its end; absent: none.").OrNot(),
            DataMember.Flag("auto_renew", "Whether its end moves on by itself."),
            DataMember.Whole("renewal_days", "By so many days.", 1).OrNot(),
        ];

    private static DataMember[] ApiToken() =>
        [
            DataMember.Id("token_id", "token", "The token; never its secret."),
            Name,
            DataMember.Texts("scopes", "What it allows."),
            Tenant.OrNot(),
            DataMember.Texts("products", "The products that it is tied to.").OrNot(),
            DataMember.Time("expires_at", "When it stops working.").OrNot(),
        ];
}
