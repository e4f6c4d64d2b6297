using System.Text;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Cli;
using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands;

/// <summary>Whether people leave the server under pseudonyms, and made with what.</summary>
internal static class PrivacySettings
{
    /// <exception cref="CommandException">Pseudonyms are wanted, and there is nothing to make them with.</exception>
    public static Pseudonyms Read(IConfiguration settings)
    {
        if (settings.Of(SettingList.PseudonymousSubjects) != "true")
            return Pseudonyms.Off;
        var key =
            settings.Of(SettingList.PseudonymKey)
            ?? throw new CommandException(
                $"{SettingList.PseudonymousSubjects} is true, and there is no {SettingList.PseudonymKey}.",
                $"Put 32 random bytes into a file (openssl rand -base64 32) and name it with {SettingList.PseudonymKey}_file.",
                ExitCode.Usage
            );
        return new Pseudonyms(Encoding.UTF8.GetBytes(key));
    }

    public static string? KeyFault(string value) =>
        Encoding.UTF8.GetByteCount(value) >= Pseudonyms.SecretBytesLeast ? null : $"{Pseudonyms.SecretBytesLeast} bytes or more";
}
