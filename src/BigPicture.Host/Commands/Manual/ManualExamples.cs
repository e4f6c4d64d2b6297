namespace BigPicture.Host.Commands.Manual;

/// <summary>Lines to type, by the command's name without the program's. A test parses each of them.</summary>
internal static class ManualExamples
{
    private static readonly Dictionary<string, string[]> All = new()
    {
        ["serve"] = ["bigpicture serve --data ./data --url http://127.0.0.1:8080"],
        ["init"] =
        [
            "bigpicture init --data ./data",
            "bigpicture init --data ./data --demo --json",
            "bigpicture init --data ./data --request ./delegate.request",
        ],
        ["doctor"] = ["bigpicture doctor --data ./data", "bigpicture doctor --data ./data --json"],
        ["backup"] = ["bigpicture backup --data ./data --out /backups/monday.tar"],
        ["restore"] = ["bigpicture restore /backups/monday.tar --verify-only", "bigpicture restore /backups/monday.tar --data ./restored"],
        ["keys list"] = ["bigpicture keys list --data ./data"],
        ["keys export"] =
        [
            "bigpicture keys export --data ./data",
            "bigpicture keys export --data ./data --secret k4.pid.… --passphrase-file ./phrase --out ./root.key",
        ],
        ["keys create"] =
        [
            "bigpicture keys create --data ./data",
            "bigpicture keys create --use root --data ./root",
            "bigpicture keys create --use delegate --request ./delegate.request --data ./data",
        ],
        ["keys certify"] = ["bigpicture keys certify ./delegate.request --out ./delegate.certificate --data ./root"],
        ["keys rotate"] = ["bigpicture keys rotate --data ./data"],
        ["keys retire"] = ["bigpicture keys retire k4.pid.… --reason compromised --data ./data"],
        ["keys import"] = ["bigpicture keys import ./delegate.certificate --root k4.public.… --data ./data"],
        ["keys seal"] = ["bigpicture keys seal --data ./data --key-passphrase-file ./phrase"],
        ["clock accept"] = ["bigpicture clock accept --data ./data"],
        ["audit verify"] = ["bigpicture audit verify --data ./data"],
        ["migrate"] = ["bigpicture migrate --plan"],
        ["health"] = ["bigpicture health --data ./data"],
        ["tenant create"] = ["bigpicture tenant create acme --name Acme"],
        ["tenant list"] = ["bigpicture tenant list --all"],
        ["tenant show"] = ["bigpicture tenant show acme"],
        ["tenant update"] = ["bigpicture tenant update acme --name \"Acme Works\""],
        ["product create"] = ["bigpicture product create cad-pro --name \"CAD Pro\""],
        ["product list"] = ["bigpicture product list"],
        ["product show"] = ["bigpicture product show cad-pro"],
        ["product update"] = ["bigpicture product update cad-pro --name \"CAD Pro 2\""],
        ["entitlement create"] = ["bigpicture entitlement create --tenant acme --product cad-pro --type concurrent --max-seats 10"],
        ["entitlement list"] = ["bigpicture entitlement list --tenant acme"],
        ["entitlement show"] = ["bigpicture entitlement show ent_…"],
        ["entitlement update"] = ["bigpicture entitlement update ent_… --ends-at 2027-12-31"],
        ["entitlement revoke"] = ["bigpicture entitlement revoke ent_… --reason \"contract ended\""],
        ["entitlement suspend"] = ["bigpicture entitlement suspend ent_… --reason \"bill not paid\""],
        ["entitlement reinstate"] = ["bigpicture entitlement reinstate ent_…"],
        ["entitlement explain"] = ["bigpicture entitlement explain --tenant acme --product cad-pro --user alice"],
        ["entitlement leases"] = ["bigpicture entitlement leases ent_…"],
        ["token create"] = ["bigpicture token create --name desk --scope license:read,license:write --tenant acme"],
        ["token list"] = ["bigpicture token list"],
        ["token show"] = ["bigpicture token show token_…"],
        ["token revoke"] = ["bigpicture token revoke token_…"],
        ["lease acquire"] = ["bigpicture lease acquire --product cad-pro --user alice"],
        ["lease renew"] = ["bigpicture lease renew v4.public.…"],
        ["lease release"] = ["bigpicture lease release v4.public.…"],
        ["lease hold"] = ["bigpicture lease hold --product cad-pro -- make -j4 all"],
        ["lease revoke"] = ["bigpicture lease revoke lease_… --reason \"laptop stolen\" --block-seconds 3600"],
        ["lease list"] = ["bigpicture lease list --product cad-pro", "bigpicture lease list --status released --json"],
        ["lease show"] = ["bigpicture lease show lease_…"],
        ["lease verify"] = ["bigpicture lease verify v4.public.… --product cad-pro --root-key k4.public.…"],
        ["lease inspect"] = ["bigpicture lease inspect v4.public.…"],
        ["events list"] = ["bigpicture events list --after 0 --type bigpicture.license.issued"],
        ["events tail"] = ["bigpicture events tail --follow", "bigpicture events tail --after 0 --json"],
        ["webhook create"] =
        [
            "bigpicture webhook create --url https://example.com/hook --event license.issued,license.denied --tenant acme",
        ],
        ["webhook list"] = ["bigpicture webhook list"],
        ["webhook show"] = ["bigpicture webhook show webhook_…"],
        ["webhook enable"] = ["bigpicture webhook enable webhook_…"],
        ["webhook disable"] = ["bigpicture webhook disable webhook_…"],
        ["webhook rotate"] = ["bigpicture webhook rotate webhook_… --overlap 3600"],
        ["webhook delete"] = ["bigpicture webhook delete webhook_…"],
        ["webhook test"] = ["bigpicture webhook test webhook_…"],
        ["webhook deliveries"] = ["bigpicture webhook deliveries webhook_… --status failed"],
        ["webhook redeliver"] = ["bigpicture webhook redeliver webhook_… evt_…"],
        ["privacy erase"] = ["bigpicture privacy erase --tenant acme --user alice"],
        ["status"] = ["bigpicture status", "bigpicture status --server http://127.0.0.1:8080 --json"],
        ["completion"] = ["bigpicture completion bash"],
        ["version"] = ["bigpicture version"],
    };

    /// <param name="path">With the program's name, which stands in the lines too.</param>
    public static IReadOnlyList<string> Of(string path)
    {
        var parts = path.Split(' ', 2);
        return [.. All.GetValueOrDefault(parts[1], []).Select(line => parts[0] + line["bigpicture".Length..])];
    }
}
