namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>The servers that work on one database with one directory of keys, and which keys each has read.</summary>
internal interface IKeyReaders
{
    /// <summary>Notes what this server has read, and that it is alive.</summary>
    /// <returns>The keys that every server which is alive has read.</returns>
    Task<IReadOnlySet<string>> Note(IReadOnlyList<string> keyIds, CancellationToken cancel);
}

/// <summary>A server that shares its database with none.</summary>
internal sealed class LoneKeyReader : IKeyReaders
{
    public Task<IReadOnlySet<string>> Note(IReadOnlyList<string> keyIds, CancellationToken cancel) =>
        Task.FromResult<IReadOnlySet<string>>(keyIds.ToHashSet());
}
