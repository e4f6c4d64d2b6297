using System.Diagnostics;

namespace BigPicture.Application.Contracts;

/// <summary>The one name under which the server's own spans and metrics are found, and the source of the spans.</summary>
public static class Instrumentation
{
    public const string Name = "BigPicture.Server";

    public static readonly ActivitySource Source = new(Name);
}
