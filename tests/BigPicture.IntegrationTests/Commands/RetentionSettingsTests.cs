using BigPicture.Application.Contracts;
using BigPicture.Host.Commands;
using BigPicture.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace BigPicture.IntegrationTests.Commands;

public sealed class RetentionSettingsTests
{
    [Fact]
    public void Nothing_said_means_the_defaults() =>
        Assert.Equal(
            new Retention
            {
                LeaseDays = 90,
                EventDays = 400,
                DenialDays = 400,
                AuditDays = 2_555,
            },
            Read()
        );

    [Fact]
    public void Each_class_has_its_own_days() =>
        Assert.Equal(
            new Retention
            {
                LeaseDays = 1,
                EventDays = 2,
                DenialDays = 3,
                AuditDays = 36_500,
            },
            Read(("lease_days", "1"), ("EVENT_DAYS", "2"), ("denial_days", "3"), ("audit_days", "36500"))
        );

    [Theory]
    [InlineData("0")]
    [InlineData("36501")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData(" 7")]
    [InlineData("seven")]
    [InlineData("")]
    public void What_is_no_number_of_days_is_refused_with_the_bounds(string days) =>
        Assert.Equal("a whole number from 1 to 36500", SettingList.Find(SettingList.LeaseDays)!.Fault(days));

    private static Retention Read(params (string Key, string Value)[] settings) =>
        RetentionSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"retention:{one.Key}", (string?)one.Value)))
                .Build()
        );
}
