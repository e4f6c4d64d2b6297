using System.Collections.Immutable;

namespace BigPicture.Domain.Shared;

/// <summary>Everything that is found wrong with one request, so that its caller can mend all of it at once.</summary>
internal sealed class FieldProblems
{
    /// <summary>More than a person reads, and less than an attacker wants answered.</summary>
    public const int ProblemsMax = 100;

    private readonly ImmutableArray<FieldError>.Builder errors = ImmutableArray.CreateBuilder<FieldError>();

    public bool Any => errors.Count > 0;

    /// <param name="message">Null when there is no problem.</param>
    public void Add(string field, string? message)
    {
        if (message is not null && errors.Count < ProblemsMax)
            errors.Add(new FieldError(field, message));
    }

    public Denial ToDenial() => Denial.BadFields(errors.ToImmutable());
}
