using BigPicture.Proof.Checking.Seats;
using BigPicture.Proof.Checking.Windows;
using BigPicture.Proof.Linearizability;
using BigPicture.Proof.Linearizability.Models;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>
/// The sweep judges one answer at a time; the search asks whether one order explains all answers together. Pools that hold revoked seats are
/// left to the sweep: what stands there at a moment is not told by tokens alone.
/// </summary>
internal sealed class WindowsFitTheModel : IClaim
{
    /// <summary>Windows with many lost answers have too many orders; they are told as undecided.</summary>
    public const long StatesMax = 20_000;

    /// <summary>Nor is one searched that found no clear moment for so long: its orders are too many.</summary>
    public const int CallsMost = 400;

    public string Says => "Windows of each pool's history have an order that explains every answer by the model of seats.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var pool in evidence.Pools.Where(pool => !pool.Terms.HoldsRevokedSeats && pool.Terms.Limits.ContainsKey(pool.Name)))
        foreach (var window in new PoolWindows(pool, evidence).Cut())
            JudgeWindow(pool, window, findings);
    }

    private static void JudgeWindow(SeatPool pool, PoolWindow window, Findings findings)
    {
        if (window.Calls.Count > CallsMost)
        {
            findings.GiveUp();
            return;
        }
        var result = Search.Run(new SeatPoolModel(window.Start), [.. window.Calls.Select(call => call.Call)], StatesMax);
        if (result.Verdict == Verdict.Undecided)
            findings.GiveUp();
        else
            findings.Judge();
        if (result.Verdict == Verdict.NotLinearizable)
            findings.Add(
                $"No order of the calls on pool {pool.Name} of {pool.Entitlement} from {window.FromNs} ns on explains all answers; at most {result.LongestPrefix} of them fit.",
                window.Calls.Select(call => call.Operation)
            );
    }
}
