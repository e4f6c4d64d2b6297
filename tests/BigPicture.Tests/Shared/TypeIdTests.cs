using BigPicture.Domain.Shared;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Shared;

public sealed class TypeIdTests
{
    [Fact]
    public void Every_id_is_read_back_as_it_was_written() =>
        Gen.Guid.Sample(value => TypeId.TryParse("ent", TypeId.Format("ent", value), out var read) && read == value);

    [Fact]
    public void Text_that_is_read_is_written_back_the_same() =>
        Gen.Char["0123456789abcdefghjkmnpqrstvwxyzilou-A"]
            .Array[26]
            .Select(suffix => "ent_" + new string(suffix))
            .Sample(text => !TypeId.TryParse("ent", text, out var value) || TypeId.Format("ent", value) == text);

    /// <summary>From the TypeID specification's own vectors.</summary>
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "prefix_00000000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000001", "prefix_00000000000000000000000001")]
    [InlineData("00000000-0000-0000-0000-00000000000a", "prefix_0000000000000000000000000a")]
    [InlineData("00000000-0000-0000-0000-000000000020", "prefix_00000000000000000000000010")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057", "prefix_01h455vb4pex5vsknk084sn02q")]
    public void Ids_have_the_form_of_the_specification(string value, string text)
    {
        Assert.Equal(text, TypeId.Format("prefix", Guid.Parse(value)));
        Assert.True(TypeId.TryParse("prefix", text, out var read));
        Assert.Equal(Guid.Parse(value), read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ent")]
    [InlineData("ent_")]
    [InlineData("01h455vb4pex5vsknk084sn02q")]
    [InlineData("lease_01h455vb4pex5vsknk084sn02q")]
    [InlineData("ENT_01h455vb4pex5vsknk084sn02q")]
    [InlineData("ent-01h455vb4pex5vsknk084sn02q")]
    [InlineData("ent_01H455VB4PEX5VSKNK084SN02Q")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02qq")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02i")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02l")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02o")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02u")]
    [InlineData("ent_01h455vb4pex5vsknk084sn02 ")]
    [InlineData("ent_8zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("ent_zzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void What_is_no_id_of_this_kind_is_refused(string? text) => Assert.False(TypeId.TryParse("ent", text, out _));

    [Fact]
    public void Ids_sort_by_the_time_they_were_made_at()
    {
        var first = TypeId.Format("ent", TypeId.New(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
        var second = TypeId.Format("ent", TypeId.New(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001)));

        Assert.True(string.CompareOrdinal(first, second) < 0);
    }

    [Fact]
    public void Made_tenant_and_product_ids_are_names_that_an_operator_could_choose()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        Assert.StartsWith("tenant_", TenantId.New(now).Value, StringComparison.Ordinal);
        Assert.StartsWith("prod_", ProductId.New(now).Value, StringComparison.Ordinal);
        Assert.Null(Text.OperatorNameProblem(TenantId.New(now).Value));
        Assert.Null(Text.OperatorNameProblem(ProductId.New(now).Value));
    }
}
