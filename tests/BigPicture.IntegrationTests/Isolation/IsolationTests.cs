namespace BigPicture.IntegrationTests.Isolation;

/// <summary>A cloud server keeps tenants apart, whatever anybody asks for.</summary>
public sealed class IsolationTests(IsolatedServer server) : IClassFixture<IsolatedServer>
{
    /// <summary>Below it the matrix has lost a dimension.</summary>
    private const int RequestsLeast = 3_000;

    [Fact]
    public async Task What_is_another_tenants_does_not_exist_wherever_it_is_named()
    {
        var verdict = await new IsolationMatrix(server.World, withScopes: true).Run();
        TestContext.Current.TestOutputHelper!.WriteLine($"isolation matrix: {verdict}");

        Assert.True(verdict.Leaks.IsEmpty, verdict.Told(verdict.Leaks));
        Assert.True(verdict.Wrong.IsEmpty, verdict.Told(verdict.Wrong));
        Assert.Equal(
            ["change_product", "create_product", "create_tenant", "erase_subject", "read_metrics"],
            verdict.VendorOnly.Keys.Order()
        );
        Assert.InRange(verdict.Requests, RequestsLeast, int.MaxValue);
    }
}
