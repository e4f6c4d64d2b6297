using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Servers;

/// <summary>The lease calls of the protocol, section 3.</summary>
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
}
