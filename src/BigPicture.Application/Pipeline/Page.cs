namespace BigPicture.Application.Pipeline;

/// <summary>Part of a list, in the list's order.</summary>
/// <param name="NextCursor">Where the rest begins; null: there is no more.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Asks for a list by pages. What is added or taken away between two pages neither repeats nor hides any other item.</summary>
public interface IPagedQuery<T> : IQuery<Page<T>>
{
    /// <summary>1–<see cref="Paging.LimitMost"/>; null: <see cref="Paging.LimitDefault"/>.</summary>
    int? Limit { get; }

    /// <summary><see cref="Page{T}.NextCursor"/> of the page before; null: from the start.</summary>
    string? Cursor { get; }
}

public static class Paging
{
    public const int LimitDefault = 50;
    public const int LimitMost = 200;
}

internal static class Page
{
    /// <summary>One more item than a page holds, so that its last one is known to be the last.</summary>
    public static int SizeOf<T>(IPagedQuery<T> query) => query.Limit ?? Paging.LimitDefault;

    /// <param name="found">In order, up to one more than <paramref name="size"/>.</param>
    public static Page<TView> Cut<T, TView>(IReadOnlyList<T> found, int size, Func<T, TView> view, Func<T, string> cursor) =>
        found.Count <= size
            ? new Page<TView>([.. found.Select(view)], null)
            : new Page<TView>([.. found.Take(size).Select(view)], cursor(found[size - 1]));
}
