using System.Text.Json.Nodes;
using BigPicture.Tests.Protocol;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Revocations;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>docs/token-format.md is enough: a verifier that was written from it, on another library in another language, gives every vector's verdict.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task A_verifier_from_the_document_judges_lease_tokens_as_the_vectors_say()
    {
        var verdicts = Texts((await Judge(LeaseTokenVectorTests.File))["verdicts"]!);
        var cases = VectorFiles.Read<LeaseVectors>(LeaseTokenVectorTests.File).Cases;
        Assert.Equal(cases.Count, verdicts.Length);
        foreach (var (@case, verdict) in cases.Zip(verdicts))
        {
            var isExpected = @case.Expect == DamageCases.Either ? verdict is "valid" or "SignatureInvalid" : @case.Expect == verdict;
            Assert.True(isExpected, $"{@case.Name}: {verdict} instead of {@case.Expect}");
        }
    }

    [Fact]
    public async Task A_verifier_from_the_document_judges_revocation_lists_as_the_vectors_say()
    {
        var answer = await Judge(RevocationVectorTests.File);
        var file = VectorFiles.Read<ListVectors>(RevocationVectorTests.File);
        Assert.Equal(
            file.Cases.Select(@case => $"{@case.Name}: {@case.Expect}"),
            file.Cases.Zip(Texts(answer["verdicts"]!), (@case, verdict) => $"{@case.Name}: {verdict}")
        );
        Assert.Equal(file.Newer.Select(@case => @case.Expect), answer["newer"]!.AsArray().Select(isNewer => (bool)isNewer!));
        Assert.Equal(file.Found.Select(@case => @case.Expect), Texts(answer["found"]!));
    }

    private static async Task<JsonNode> Judge(string file) => JsonNode.Parse(await Node.Run("document/judge.mjs", VectorFiles.Text(file)))!;

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(text => (string)text!)];
}
