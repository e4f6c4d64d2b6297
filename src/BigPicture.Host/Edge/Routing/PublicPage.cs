namespace BigPicture.Host.Edge.Routing;

/// <summary>Marks what is served to everybody and is no operation of the API: its document and the page that shows it.</summary>
internal sealed class PublicPage;
