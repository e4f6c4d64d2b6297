namespace BigPicture.IntegrationTests.Crashes;

/// <summary>How a command ended, and what it said.</summary>
internal sealed record Ran(int Code, string Output, string Errors);
