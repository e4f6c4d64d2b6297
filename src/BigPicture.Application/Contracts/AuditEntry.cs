using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>What somebody did, to be added to the trail in the transaction of the act; its place in the chain is given there.</summary>
/// <param name="Act">What was done: the name of its event.</param>
/// <param name="Subject">The id of what it was done to.</param>
/// <param name="Before">How that stood before, as a JSON object; null where it did not exist.</param>
/// <param name="After">How it stood afterwards.</param>
/// <param name="Person">What in it names a person or a machine, as a JSON object of its own; null: nothing.</param>
public sealed record AuditEntry(
    TenantId Tenant,
    Instant At,
    string Act,
    string Subject,
    Actor Actor,
    string? Before,
    string After,
    string? Person
);
