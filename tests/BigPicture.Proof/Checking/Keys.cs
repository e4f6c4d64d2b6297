using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>Lease keys, where some calls told no session and learnt it, if at all, from an answer to the same idempotency key.</summary>
internal sealed class Keys
{
    private readonly Dictionary<(LeaseKey, string), string> sessions = [];

    public Keys(IEnumerable<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation is { Kind: OperationKind.Activate, Outcome: Outcome.Yes, IdempotencyKey: { } retry, SessionId: { } session })
                sessions.TryAdd((operation.Key with { SessionId = null }, retry), session);
        }
    }

    public LeaseKey Of(Operation operation)
    {
        var key = operation.Key;
        if (key.SessionId is not null || key.MachineId is not null)
            return key;
        if (operation.IdempotencyKey is not { } retry)
            return key with { SessionId = $"made for call {operation.Sequence} of client {operation.Client}" };
        return key with { SessionId = sessions.TryGetValue((key, retry), out var session) ? session : $"made for {retry}" };
    }
}
