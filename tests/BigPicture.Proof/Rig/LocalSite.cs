using BigPicture.Testing.Clocks;

namespace BigPicture.Proof.Rig;

/// <summary>One local server on a file.</summary>
internal sealed class LocalSite : Site
{
    private LocalSite(string folder)
        : base(folder) { }

    public override string Name => "local";

    /// <summary>The clock that it goes by; null where none can be set on this machine.</summary>
    public FakeClock? Clock { get; } = FakeClock.IsInstalled ? new FakeClock() : null;

    public static async Task<LocalSite> Start(Programs programs, string folder, CancellationToken cancel)
    {
        var site = new LocalSite(folder);
        try
        {
            await site.Found(programs.Local);
            await site.Add(programs, programs.Local, "local", back: null).Process.Ready(cancel);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public override Task Heal(CancellationToken cancel)
    {
        Clock?.Set(0);
        return base.Heal(cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Clock?.Dispose();
    }

    protected override IReadOnlyDictionary<string, string> Environment(Programs programs) =>
        programs.Environment.Concat(Clock?.Environment ?? new Dictionary<string, string>()).ToDictionary();
}
