using System.Reflection;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Problems;
using BigPicture.Protocol.Wire;

namespace BigPicture.IntegrationTests.Edge;

/// <summary>The list of denials, the strings of the protocol and the table to HTTP are one list.</summary>
public sealed class ProblemTableTests
{
    private static IEnumerable<string> Codes =>
        typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(code => (string)code.GetRawConstantValue()!);

    [Fact]
    public void Each_denial_has_one_row_and_each_code_one_denial()
    {
        Assert.Equal(Enum.GetValues<DenialCode>(), ProblemTable.Kinds.Keys.Order());
        Assert.Equal(Codes.Order(), ProblemTable.Kinds.Values.Select(kind => kind.Code).Order());
    }

    [Fact]
    public void A_code_is_spelled_as_its_denial() =>
        Assert.All(
            ProblemTable.Kinds,
            row =>
                Assert.Equal(
                    row.Key.ToString(),
                    string.Concat(row.Value.Code.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()))
                )
        );

    /// <summary>As the protocol's table has them.</summary>
    [Theory]
    [InlineData(400, "BAD_REQUEST TOKEN_INVALID")]
    [InlineData(401, "UNAUTHORIZED")]
    [InlineData(
        403,
        "FORBIDDEN ENTITLEMENT_NOT_STARTED ENTITLEMENT_EXPIRED ENTITLEMENT_SUSPENDED ENTITLEMENT_REVOKED FEATURE_NOT_ENTITLED "
            + "SUBJECT_MISMATCH SUBJECT_BLOCKED LICENSE_TYPE_DENIED SYNC_EXPIRED"
    )]
    [InlineData(404, "NOT_FOUND NO_ENTITLEMENT")]
    [InlineData(405, "METHOD_NOT_ALLOWED")]
    [InlineData(409, "SEATS_EXHAUSTED CONFLICT")]
    [InlineData(410, "LEASE_EXPIRED LEASE_REVOKED LEASE_RELEASED LEASE_SUPERSEDED")]
    [InlineData(412, "VERSION_MISMATCH")]
    [InlineData(413, "BODY_TOO_LARGE")]
    [InlineData(415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData(422, "IDEMPOTENCY_KEY_REUSED")]
    [InlineData(429, "RATE_LIMITED")]
    [InlineData(500, "INTERNAL_ERROR")]
    [InlineData(503, "UNAVAILABLE LICENSE_TYPE_UNAVAILABLE")]
    public void A_status_has_these_codes(int status, string codes) =>
        Assert.Equal(
            codes.Split(' ').Order(),
            ProblemTable.Kinds.Values.Where(kind => kind.Status == status).Select(kind => kind.Code).Order()
        );

    [Fact]
    public void Titles_are_sentences_of_their_own()
    {
        Assert.All(ProblemTable.Kinds.Values, kind => Assert.EndsWith(".", kind.Title, StringComparison.Ordinal));
        Assert.Equal(ProblemTable.Kinds.Count, ProblemTable.Kinds.Values.Select(kind => kind.Title).Distinct().Count());
    }

    [Fact]
    public void Each_rule_has_its_word() =>
        Assert.Equal(
            typeof(RuleNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(),
            Enum.GetValues<Rule>().Select(TraceWire.NameOf).Order()
        );
}
