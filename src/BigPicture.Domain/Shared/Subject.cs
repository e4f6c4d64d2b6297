using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Shared;

/// <summary>Who holds a lease: a user or a machine, by an id of 1–128 characters that is compared exactly.</summary>
public readonly record struct Subject(SubjectKind Kind, string Id)
{
    /// <summary><c>user:alice</c>, as it stands in a token.</summary>
    public override string ToString() => (Kind == SubjectKind.User ? "user:" : "machine:") + Id;
}
