using BigPicture.IntegrationTests.Crashes;
using BigPicture.Testing.Clocks;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>Servers of tests under a clock that is set.</summary>
internal static class FakeClocks
{
    extension(FakeClock clock)
    {
        /// <summary>A server with its clock wrong lives without being ready.</summary>
        public Launch Launch => new() { StartedWhen = "/livez", Environment = clock.Environment };

        /// <summary>Skips the test, and says why, where there is no such clock.</summary>
        public static void Needed() => Assert.SkipUnless(FakeClock.IsInstalled, "Not installed here: libfaketime (Debian: faketime).");
    }
}
