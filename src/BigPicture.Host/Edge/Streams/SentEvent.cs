namespace BigPicture.Host.Edge.Streams;

/// <summary>One server-sent event.</summary>
/// <param name="Id">What a reader names in <c>Last-Event-ID</c> to go on after it.</param>
/// <param name="Data">One line of JSON in UTF-8; empty: only the id moves on.</param>
/// <param name="Name">What kind of event it is, where a stream has several; null: none is told.</param>
internal readonly record struct SentEvent(long Id, ReadOnlyMemory<byte> Data = default, string? Name = null);
