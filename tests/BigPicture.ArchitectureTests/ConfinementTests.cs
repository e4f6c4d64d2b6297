using NetArchTest.Rules;

namespace BigPicture.ArchitectureTests;

/// <summary>Technique stays where it belongs: a library is seen only in the one place that was made for it.</summary>
public sealed class ConfinementTests
{
    private const string Sqlite = "Microsoft.Data.Sqlite";
    private const string NativeSqlite = "SQLitePCL";
    private const string Npgsql = "Npgsql";
    private const string Ef = "Microsoft.EntityFrameworkCore";
    private const string AspNet = "Microsoft.AspNetCore";
    private const string NSec = "NSec";
    private const string OpenTelemetry = "OpenTelemetry";
    private const string BouncyCastle = "Org.BouncyCastle";

    [Theory]
    [InlineData(Sqlite, "BigPicture.Infrastructure.Storage.Sqlite")]
    [InlineData(Npgsql, "BigPicture.Infrastructure.Storage.Postgres")]
    [InlineData(Ef, "BigPicture.Infrastructure")]
    [InlineData(AspNet, "BigPicture.Host")]
    [InlineData(NSec, "BigPicture.Infrastructure")]
    [InlineData(BouncyCastle, "BigPicture.Protocol")]
    [InlineData(OpenTelemetry, "BigPicture.Host.Telemetry.Export")]
    public void A_library_is_seen_only_in_its_place(string library, string place)
    {
        SeenOnlyIn(library, place).MustHold();
        var residents = Types
            .InAssemblies(House.Assemblies)
            .That()
            .MeetCustomRule(new Within(place))
            .And()
            .HaveDependencyOn(library)
            .GetTypes();
        Assert.NotEmpty(residents);
    }

    [Theory]
    [InlineData(Sqlite, "BigPicture.Infrastructure.Storage.Sqlite", "BigPicture.Infrastructure.Storage.OpensSqlite")]
    [InlineData(NativeSqlite, "BigPicture.Infrastructure.Storage.Sqlite", "BigPicture.Infrastructure.Storage.OpensSqlite")]
    [InlineData(Npgsql, "BigPicture.Infrastructure.Storage.Postgres", "BigPicture.Infrastructure.Storage.OpensPostgres")]
    [InlineData(Ef, "BigPicture.Infrastructure", "BigPicture.Domain.Leasing.MapsItself")]
    [InlineData(AspNet, "BigPicture.Host", "BigPicture.Application.Leasing.AnswersHttp")]
    [InlineData(NSec, "BigPicture.Infrastructure", "BigPicture.Application.Leasing.SignsByItself")]
    public void A_library_out_of_its_place_is_caught(string library, string place, string planted) =>
        SeenOnlyIn(library, place).MustCatch(planted);

    private static Rule SeenOnlyIn(string library, string place) =>
        assemblies =>
            Verdict.Of(
                Types.InAssemblies(assemblies).That().MeetCustomRule(new Outside(place)),
                mayNot => mayNot.HaveDependencyOn(library)
            );
}
