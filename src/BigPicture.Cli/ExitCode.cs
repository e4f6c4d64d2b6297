namespace BigPicture.Cli;

/// <summary>What a command tells the script that called it. Fixed: scripts stand on these numbers.</summary>
public enum ExitCode
{
    Ok = 0,

    /// <summary>Anything that no other code names.</summary>
    Failure = 1,

    /// <summary>An unknown command or option, a missing argument, or a value that the server finds malformed.</summary>
    Usage = 2,

    NotFound = 3,

    /// <summary>No API token, a malformed or unknown one, or one without the scope.</summary>
    Authentication = 4,

    /// <summary>A lease was refused, with reasons.</summary>
    Refused = 5,

    /// <summary>What stands contradicts what was asked.</summary>
    Conflict = 6,

    /// <summary>A lease token does not verify, or a database, its keys or a backup are damaged.</summary>
    Integrity = 7,

    Unreachable = 8,
}
