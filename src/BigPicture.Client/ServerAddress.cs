namespace BigPicture.Client;

/// <summary>Where a license server is.</summary>
public sealed record ServerAddress
{
    /// <summary>Names a server.</summary>
    /// <param name="url">Its URL, <c>https://licenses.example.com</c>.</param>
    /// <param name="token">The API token for this server alone; null: the client's.</param>
    /// <exception cref="UriFormatException">It is no URL.</exception>
    public ServerAddress(string url, string? token = null)
    {
        Url = new Uri(url ?? throw new ArgumentNullException(nameof(url)), UriKind.Absolute);
        Token = token;
    }

    /// <summary>Its URL.</summary>
    public Uri Url { get; }

    /// <summary>The API token for this server alone; null: the client's.</summary>
    public string? Token { get; }

    /// <summary>The URL: a token is never written anywhere.</summary>
    public override string ToString() => Url.ToString();
}
