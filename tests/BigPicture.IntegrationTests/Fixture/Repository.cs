namespace BigPicture.IntegrationTests.Fixture;

internal static class Repository
{
    /// <summary>A file of the checkout, by its path from the root.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Testing.Checkout.Root, relative);
}
