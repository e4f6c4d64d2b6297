using BigPicture.Protocol.Wire;

namespace BigPicture.Client;

/// <summary>Who asks for a lease.</summary>
public sealed record LicenseSubject
{
    private LicenseSubject(string type, string? id) => (Type, Id) = (type, id);

    /// <summary>One of <see cref="SubjectTypes"/>.</summary>
    public string Type { get; }

    /// <summary>The user's or the machine's id; null for <see cref="ThisMachine"/>, which the client fills in.</summary>
    public string? Id { get; }

    /// <summary>The machine that the application runs on, by <see cref="LicenseClient.MachineId"/>.</summary>
    public static LicenseSubject ThisMachine { get; } = new(SubjectTypes.Machine, null);

    /// <summary>A person.</summary>
    /// <param name="userId">1–128 characters, compared exactly.</param>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public static LicenseSubject User(string userId)
    {
        if (userId is not { Length: >= 1 and <= 128 })
            throw new ArgumentException("A user's id is 1–128 characters.", nameof(userId));
        return new LicenseSubject(SubjectTypes.User, userId);
    }
}
