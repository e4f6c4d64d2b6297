using System.Globalization;
using System.Text;
using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>Newest first. Who is tied to products sees what names one of them.</summary>
public sealed record ListAudit(int? Limit = null, string? Cursor = null) : IPagedQuery<AuditRecord>
{
    public TenantId? Tenant { get; init; }

    public string? Act { get; init; }

    public string? Subject { get; init; }

    public string? TokenId { get; init; }
}

internal sealed class ListAuditValidator : AbstractValidator<ListAudit>
{
    public ListAuditValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListAuditHandler(IAuditTrail trail, Pseudonyms pseudonyms, Caller caller, IMediator mediator)
    : IRequestHandler<ListAudit, Outcome<Page<AuditRecord>>>
{
    public async Task<Outcome<Page<AuditRecord>>> Handle(ListAudit request, CancellationToken cancel)
    {
        var reach = await AuditReach.Of(request.Tenant, caller, mediator, cancel);
        if (reach.IsDenied(out var denial))
            return denial;
        var filter = new AuditFilter(request.Tenant ?? caller.Tenant)
        {
            Act = request.Act,
            Subject = request.Subject,
            TokenId = request.TokenId,
        };
        var cursor = new Cursor("audit", request.Tenant?.Value, request.Act, request.Subject, request.TokenId);
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out denial))
            return denial;

        var size = Page.SizeOf(request);
        var found = await Visible(filter, PlaceOf(position.Value), size + 1, cancel);
        return Page.Cut(found, size, Cover, record => cursor.Write(KeyOf(record.Row)));
    }

    /// <summary>What names a product stands within the record, so what a caller tied to some may see is sifted here, page after page.</summary>
    private async Task<List<AuditRecord>> Visible(AuditFilter filter, AuditPlace? after, int count, CancellationToken cancel)
    {
        var visible = new List<AuditRecord>();
        while (visible.Count < count)
        {
            var next = await trail.List(filter, after, count, cancel);
            visible.AddRange(next.Where(IsVisible).Take(count - visible.Count));
            if (next.Count < count)
                break;
            var last = next[^1].Row;
            after = new AuditPlace(last.At, last.Tenant, last.Number);
        }
        return visible;
    }

    private AuditRecord Cover(AuditRecord record) =>
        record.Person is { } person
            ? record with
            {
                Person = person with
                {
                    Data = Encoding.UTF8.GetString(pseudonyms.Cover(person.Tenant, Encoding.UTF8.GetBytes(person.Data)).Span),
                },
            }
            : record;

    private bool IsVisible(AuditRecord record)
    {
        if (caller.Products is not { } products)
            return true;
        using var after = JsonDocument.Parse(record.Row.After);
        return NamedProduct.IsOneOf(products, after.RootElement);
    }

    private static string KeyOf(AuditRow row) => FormattableString.Invariant($"{row.At.UnixSeconds} {row.Number} {row.Tenant}");

    private static AuditPlace? PlaceOf(string? key)
    {
        if (key?.Split(' ', 3) is not [var at, var number, var tenant])
            return null;
        return new AuditPlace(
            new Instant(long.Parse(at, CultureInfo.InvariantCulture)),
            new TenantId(tenant),
            long.Parse(number, CultureInfo.InvariantCulture)
        );
    }
}

/// <summary>Whose trail a caller may name: its own, for the vendor anybody's.</summary>
internal static class AuditReach
{
    public static async Task<Outcome<Unit>> Of(TenantId? tenant, Caller caller, IMediator mediator, CancellationToken cancel)
    {
        if (tenant is not { } named)
            return Unit.Value;
        if (!caller.Sees(named))
            return Denial.NotFound($"Tenant '{named}'");
        return named == TenantId.Vendor ? Unit.Value : await mediator.Send(new RequireNames(named, []), cancel);
    }
}
