using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>A customer of the vendor.</summary>
public sealed class Tenant
{
    public const int NameMax = 200;

    private Tenant() { }

    public TenantId Id { get; private set; }

    public string Name { get; private set; } = "";

    public long Version { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant UpdatedAt { get; private set; }

    public static Outcome<Tenant> Create(TenantId id, string name, Instant now)
    {
        var problems = new FieldProblems();
        problems.Add("tenant_id", Text.OperatorNameProblem(id.Value));
        problems.Add("name", Text.Problem(name, NameMax));
        if (problems.Any)
            return problems.ToDenial();

        return new Tenant
        {
            Id = id,
            Name = name,
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    /// <summary>No facts when it has that name already.</summary>
    public Outcome<ImmutableArray<Fact>> Rename(string name, Instant now)
    {
        if (Text.Problem(name, NameMax) is { } problem)
            return Denial.BadField("name", problem);
        if (name == Name)
            return ImmutableArray<Fact>.Empty;

        Name = name;
        Version++;
        UpdatedAt = now;
        return ImmutableArray.Create<Fact>(new TenantUpdated(this, now));
    }
}
