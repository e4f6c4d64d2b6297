using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Servers;

/// <summary>The calls of the protocol that carry a lease, sections 3 and 6.</summary>
internal static class LeaseCalls
{
    public static Task<Reply<LeaseAnswer>> Activate(this ServerLink server, ActivateRequest request, CancellationToken cancel) =>
        server.Post("activate", "v1/license/lease", request, WireJson.Requests.ActivateRequest, WireJson.Answers.LeaseAnswer, cancel);

    public static Task<Reply<LeaseAnswer>> Renew(this ServerLink server, string token, CancellationToken cancel) =>
        server.Post(
            "renew",
            "v1/license/lease/renew",
            new RenewRequest { Token = token },
            WireJson.Requests.RenewRequest,
            WireJson.Answers.LeaseAnswer,
            cancel
        );

    public static Task<Reply<ReleaseAnswer>> Release(this ServerLink server, string token, CancellationToken cancel) =>
        server.Post(
            "release",
            "v1/license/lease/release",
            new ReleaseRequest { Token = token },
            WireJson.Requests.ReleaseRequest,
            WireJson.Answers.ReleaseAnswer,
            cancel
        );

    public static Task<Reply<UsageAnswer>> Report(
        this ServerLink server,
        string token,
        IReadOnlyList<FeatureUse> uses,
        CancellationToken cancel
    ) =>
        server.Post(
            "report",
            "v1/license/usage",
            new UsageRequest { Token = token, Features = uses },
            WireJson.Requests.UsageRequest,
            WireJson.Answers.UsageAnswer,
            cancel
        );
}
