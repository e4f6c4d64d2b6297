using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Shared;

public sealed class OutcomeTests
{
    [Fact]
    public void A_value_is_not_denied()
    {
        Outcome<int> outcome = 3;

        Assert.False(outcome.IsDenied(out _));
        Assert.Equal(3, outcome.Value);
        Assert.Equal(4, outcome.Then(value => value + 1).Value);
    }

    [Fact]
    public void A_denial_has_no_value_and_passes_through()
    {
        Outcome<int> outcome = Denial.NotFound("Tenant acme");

        Assert.True(outcome.IsDenied(out var denial));
        Assert.Equal(DenialCode.NotFound, denial.Code);
        Assert.Equal("Tenant acme does not exist.", denial.Message);
        Assert.Throws<InvalidOperationException>(() => outcome.Value);
        Assert.Same(denial, outcome.Then<string>(_ => throw new InvalidOperationException()).Denial);
    }

    [Fact]
    public void Bad_fields_tell_the_first_and_how_many_more()
    {
        var one = Denial.BadField("name", "must be 1–200 characters");
        var two = Denial.BadFields([new FieldError("name", "is bad"), new FieldError("id", "is bad too")]);

        Assert.Equal("name: must be 1–200 characters.", one.Message);
        Assert.Equal(new FieldError("name", "must be 1–200 characters"), Assert.Single(one.Errors));
        Assert.Equal("name: is bad; 1 more in details.errors.", two.Message);
        Assert.Equal(2, two.Errors.Length);
    }

    [Fact]
    public void A_patch_tells_left_out_from_null()
    {
        Patch<int?> leftOut = default;
        Patch<int?> cleared = (int?)null;
        Patch<int?> set = 5;

        Assert.False(leftOut.IsGiven);
        Assert.Equal(3, leftOut.Or(3));
        Assert.True(cleared.IsGiven);
        Assert.Null(cleared.Or(3));
        Assert.Equal(5, set.Or(3));
    }
}
