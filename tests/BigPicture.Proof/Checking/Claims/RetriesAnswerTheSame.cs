using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

internal sealed class RetriesAnswerTheSame : IClaim
{
    public string Says => "Retries get the same answer: equal claims are equal bytes, and an idempotency key makes one session.";

    public void Judge(Evidence evidence, Findings findings)
    {
        var tokens = new Dictionary<(string, int, long, long), Operation>();
        var sessions = new Dictionary<(LeaseKey, string), Operation>();
        foreach (var issue in evidence.Issues)
        {
            var token = issue.Token!;
            if (!tokens.TryAdd((token.LeaseId, token.Generation, token.IssuedAt, token.EndsAt), issue))
            {
                findings.Judge();
                var first = tokens[(token.LeaseId, token.Generation, token.IssuedAt, token.EndsAt)];
                if (first.Token!.Digest != token.Digest)
                    findings.Add($"Two tokens of {token.LeaseId} make the same claims in different bytes.", first, issue);
            }
            if (issue is not { Kind: OperationKind.Activate, IdempotencyKey: { } key, MachineId: null })
                continue;
            if (!sessions.TryAdd((issue.Key with { SessionId = null }, key), issue))
            {
                findings.Judge();
                var first = sessions[(issue.Key with { SessionId = null }, key)];
                if (first.SessionId != issue.SessionId)
                    findings.Add($"Retries with idempotency key {key} got two sessions.", first, issue);
            }
        }
    }
}
