using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Infrastructure.Edge;

/// <summary>Each read has a context and so a connection of its own: it sees what is committed and nothing else.</summary>
internal sealed class ApiTokenLookup(IServiceScopeFactory scopes) : IApiTokenLookup
{
    public async Task<ApiToken?> Find(ApiTokenHash hash)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        return await db.Set<ApiToken>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash);
    }
}
