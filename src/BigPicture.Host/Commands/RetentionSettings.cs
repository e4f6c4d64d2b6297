using BigPicture.Application.Contracts;
using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands;

/// <summary>For how long what is over is kept, as the settings say: <c>"retention": { "lease_days": 90, … }</c>.</summary>
internal static class RetentionSettings
{
    public static Retention Read(IConfiguration settings)
    {
        var usual = new Retention();
        return new Retention
        {
            LeaseDays = settings.Number(SettingList.LeaseDays, usual.LeaseDays),
            EventDays = settings.Number(SettingList.EventDays, usual.EventDays),
            DenialDays = settings.Number(SettingList.DenialDays, usual.DenialDays),
            AuditDays = settings.Number(SettingList.AuditDays, usual.AuditDays),
            DeliveryDays = settings.Number(SettingList.DeliveryDays, usual.DeliveryDays),
        };
    }
}
