using BigPicture.Client;
using BigPicture.Client.Diagnostics;
using BigPicture.Client.State;
using Xunit;

namespace BigPicture.Tests.Client;

public sealed class InstanceSlotTests : IDisposable
{
    private static readonly Uri Server = new("https://licenses.example.com");

    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("bigpicture-slots-");
    private readonly StateFolder folder;

    public InstanceSlotTests() =>
        folder = StateFolder.Open(new LicenseClientOptions { Product = "cad-pro", StateDirectory = place.FullName }, new Notices(null))!;

    public void Dispose() => place.Delete(recursive: true);

    [Fact]
    public void Instances_that_run_at_the_same_time_hold_different_places()
    {
        using var first = InstanceSlot.Take(folder, "alice");
        using var second = InstanceSlot.Take(folder, "alice");
        Assert.NotEqual(first.Instance, second.Instance);
    }

    [Fact]
    public void A_restart_gets_the_place_of_the_instance_that_ended()
    {
        var first = InstanceSlot.Take(folder, "alice");
        first.Dispose();
        using var again = InstanceSlot.Take(folder, "alice");
        Assert.Equal(first.Instance, again.Instance);
        using var other = InstanceSlot.Take(folder, "bob");
        Assert.NotEqual(first.Instance, other.Instance);
    }

    [Fact]
    public void A_place_with_a_lease_that_nobody_gave_back_comes_first()
    {
        var first = InstanceSlot.Take(folder, "alice");
        var second = InstanceSlot.Take(folder, "alice");
        second.Keep(Server, "v4.public.x");
        first.Dispose();
        second.Dispose();
        using var again = InstanceSlot.Take(folder, "alice");
        Assert.Equal(second.Instance, again.Instance);
        Assert.Equal("v4.public.x", again.Record.Token);
    }

    [Fact]
    public void What_is_given_back_is_not_kept()
    {
        var first = InstanceSlot.Take(folder, "alice");
        first.Keep(Server, "v4.public.x");
        first.Clear();
        first.Dispose();
        using var again = InstanceSlot.Take(folder, "alice");
        Assert.Null(again.Record.Token);
        Assert.DoesNotContain(
            "v4.public.x",
            string.Concat(place.GetFiles("*.json", SearchOption.AllDirectories).Select(f => File.ReadAllText(f.FullName)))
        );
    }

    [Fact]
    public void A_damaged_record_is_as_if_it_were_not_there()
    {
        InstanceSlot.Take(folder, "alice").Dispose();
        foreach (var file in place.GetFiles("*.json", SearchOption.AllDirectories))
            File.WriteAllText(file.FullName, "{ not json");
        using var again = InstanceSlot.Take(folder, "alice");
        Assert.NotEmpty(again.Instance);
    }

    [Fact]
    public void Only_its_user_can_read_what_is_kept()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has lists, not modes.");
        using var slot = InstanceSlot.Take(folder, "alice");
        slot.Keep(Server, "v4.public.x");
        var kept = place.GetFiles("*.json", SearchOption.AllDirectories).Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, kept.UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, kept.Directory!.UnixFileMode);
    }
}
