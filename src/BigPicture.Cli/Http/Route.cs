using System.Globalization;

namespace BigPicture.Cli.Http;

/// <summary>A path of the API, with everything from outside escaped.</summary>
internal static class Route
{
    /// <param name="segments">What follows <c>/v1</c>.</param>
    public static string To(params IEnumerable<string> segments) => "/v1/" + string.Join('/', segments.Select(Uri.EscapeDataString));

    /// <summary>Adds those parameters that have a value.</summary>
    public static string With(this string path, params IEnumerable<(string Name, object? Value)> query)
    {
        var given = query
            .Where(q => q.Value is not null)
            .Select(q => $"{q.Name}={Uri.EscapeDataString(Convert.ToString(q.Value, CultureInfo.InvariantCulture)!)}")
            .ToList();
        return given.Count == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', given)}";
    }
}
