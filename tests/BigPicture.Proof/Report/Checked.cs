using System.Security.Cryptography;
using System.Text;
using BigPicture.Proof.Rig;
using BigPicture.Testing;

namespace BigPicture.Proof.Report;

/// <summary>What was built and run, as git names it.</summary>
/// <param name="Commit">The commit, with a mark where the sources differ from it.</param>
/// <param name="Sources">Stands for all that a proof covers: equal as long as none of it changes.</param>
internal sealed record Checked(string Commit, string Sources)
{
    private static readonly string[] Covered =
    [
        "src/BigPicture.LicenseTypes",
        "src/BigPicture.Domain",
        "src/BigPicture.Application",
        "src/BigPicture.Infrastructure",
        "src/BigPicture.Protocol",
        "src/BigPicture.Host",
        "src/BigPicture.Host.Cloud",
        "src/BigPicture.Host.Local",
    ];

    public bool IsClean => !Commit.EndsWith('+');

    /// <summary>Where there is no git, nothing is known.</summary>
    public static async Task<Checked> Out()
    {
        try
        {
            var commit = (await Git("rev-parse", "--short=12", "HEAD")).Trim();
            var changed = await Git(["status", "--porcelain", "--", .. Covered]);
            var trees = await Git(["rev-parse", .. Covered.Select(path => $"HEAD:{path}")]);
            var sources = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(trees)))[..12];
            return new Checked(commit + (changed.Length > 0 ? "+" : ""), sources);
        }
        catch (Exception missing) when (missing is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return new Checked("unknown+", "unknown");
        }
    }

    private static Task<string> Git(params string[] arguments) => Tool.Run("git", ["-C", Checkout.Root, .. arguments]);
}
