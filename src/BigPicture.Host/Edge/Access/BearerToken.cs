using Microsoft.Extensions.Primitives;

namespace BigPicture.Host.Edge.Access;

/// <summary>Reads <c>Authorization: Bearer …</c> (RFC 6750 section 2.1); the scheme's case is free (RFC 9110 section 11.1).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <returns>Null when there is no such header, or more than one.</returns>
    public static string? Read(StringValues authorization) =>
        authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim(' ')
            : null;
}
