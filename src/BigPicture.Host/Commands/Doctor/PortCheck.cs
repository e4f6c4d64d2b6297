using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Commands.Doctor;

/// <summary>The address is free, or this directory's own server answers there, and says that it is well.</summary>
internal static class PortCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Examined> Look(Patient patient, CancellationToken cancel)
    {
        if (!Uri.TryCreate(patient.Url, UriKind.Absolute, out var url))
            return Examined.Skipped("the address makes no sense");
        if (await Refusal(url, cancel) is not { } refusal)
            return Examined.Well(
                patient.IsRunning
                    ? $"{patient.Url} is free; the server that runs here listens elsewhere: name its address with --url"
                    : $"{patient.Url} is free"
            );
        if (refusal.SocketErrorCode != SocketError.AddressAlreadyInUse)
            return Examined.Ill(
                Finding.Error(
                    "address_unusable",
                    $"No server can listen on {patient.Url}: {refusal.Message}.",
                    "Take an address of this machine, and a port above 1023 or the right to a lower one, with --url."
                )
            );
        return await Ask(patient, url, cancel);
    }

    private static async Task<SocketException?> Refusal(Uri url, CancellationToken cancel)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.IdnHost.Trim('[', ']'), cancel);
            foreach (var address in addresses)
            {
                using var listener = new TcpListener(address, url.Port);
                listener.Start();
            }
            return null;
        }
        catch (SocketException e)
        {
            return e;
        }
    }

    private static async Task<Examined> Ask(Patient patient, Uri url, CancellationToken cancel)
    {
        // Nothing is told and nothing believed but the roots, which are compared: any certificate will do.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        using var http = new HttpClient(handler) { BaseAddress = Reachable(url), Timeout = Patience };
        try
        {
            var keys = JsonSerializer.Deserialize(
                await http.GetStringAsync("/v1/license/keys", cancel),
                WireJson.Answers.LicenseKeysAnswer
            );
            if (keys is null || !OwnRoots(patient).Intersect(keys.Roots).Any())
                return Taken(patient, "another Big Picture server");
            if (keys.ApiRevision != WireJson.ApiRevision)
                return Examined.Ill(
                    Finding.Warning(
                        "other_release",
                        $"The server on {patient.Url} speaks revision {keys.ApiRevision}; this program speaks {WireJson.ApiRevision}.",
                        "Use the program of the release that runs, or restart the server with this one."
                    )
                );
            using var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative), cancel);
            return ready.IsSuccessStatusCode
                ? Examined.Well($"this server answers on {patient.Url}, and is ready")
                : NotReady(patient, await ready.Content.ReadAsStringAsync(cancel));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return Taken(patient, "another program");
        }
    }

    private static Examined NotReady(Patient patient, string body)
    {
        var problem = JsonSerializer.Deserialize(body, WireJson.Answers.ProblemDocument);
        var errors = problem?.Details?.Errors ?? [];
        var why = string.Join("; ", errors.Select(error => $"{error.Field}: {error.Message}"));
        return Examined.Ill(
            Finding.Error(
                "not_ready",
                $"The server on {patient.Url} says that it is not ready. {why}",
                "Mend what it names; its log says more. docs/operations-local.md lists the faults."
            )
        );
    }

    private static Examined Taken(Patient patient, string who) =>
        Examined.Ill(
            Finding.Error(
                "port_taken",
                $"On {patient.Url} listens {who}, not this directory's server.",
                "Stop it, or take another port: bigpicture serve --url http://ADDRESS:PORT"
            )
        );

    private static IEnumerable<string> OwnRoots(Patient patient)
    {
        try
        {
            return KeyInventory.Roots(patient.Place.KeyOptions);
        }
        catch (KeyStoreException)
        {
            // The check of the keys tells it.
            return [];
        }
    }

    private static Uri Reachable(Uri url) =>
        IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(url) { Host = address.AddressFamily == AddressFamily.InterNetworkV6 ? "[::1]" : "127.0.0.1" }.Uri
            : url;
}
