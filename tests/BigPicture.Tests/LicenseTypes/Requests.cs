using BigPicture.LicenseTypes;

namespace BigPicture.Tests.LicenseTypes;

internal static class Requests
{
    public static LeaseRequest User(string id = "alice", string? machine = null, string? session = null) =>
        new()
        {
            SubjectKind = SubjectKind.User,
            SubjectId = id,
            MachineId = machine,
            SessionId = session,
            LeaseKey = $"key:{id}:{machine}:{session}",
        };

    public static LeaseRequest Machine(string id = "pc-1", string? machine = null, string? session = null) =>
        User(id, machine, session) with
        {
            SubjectKind = SubjectKind.Machine,
        };
}
