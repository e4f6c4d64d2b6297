namespace BigPicture.IntegrationTests.Replicas.Proxy;

/// <summary>Which messages of a connection's client commit, whatever way the statement is sent.</summary>
internal sealed class Statements
{
    private const string Commit = "COMMIT";

    private readonly HashSet<string> prepared = [];

    public bool Commits(Frame frame)
    {
        switch (frame.Kind)
        {
            case 'Q': // Query
                return frame.Texts(1)[0] == Commit;
            case 'P': // Parse: the statement's name, its text
                var parsed = frame.Texts(2);
                if (parsed[1] == Commit)
                    prepared.Add(parsed[0]);
                else
                    prepared.Remove(parsed[0]);
                return false;
            case 'B': // Bind: the portal's name, the statement's
                return prepared.Contains(frame.Texts(2)[1]);
            default:
                return false;
        }
    }
}
