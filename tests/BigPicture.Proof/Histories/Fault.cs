namespace BigPicture.Proof.Histories;

/// <summary>Something that was done to the system on purpose.</summary>
/// <param name="Kind">In one or two words: <c>kill server</c>, <c>pause server</c>, <c>cut connection</c>, …</param>
/// <param name="Target">What it was done to: the name of a server, database or connection.</param>
public sealed record Fault(string Kind, string Target, long StartNs, long EndNs);
