namespace BigPicture.Host.Commands;

/// <summary>A command cannot do what it was told, for a reason that its user can mend.</summary>
/// <param name="message">What, and why.</param>
/// <param name="next">What to do about it.</param>
public sealed class CommandException(string message, string next) : Exception(message)
{
    public string Next { get; } = next;
}
