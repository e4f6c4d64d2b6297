namespace BigPicture.Application.Leasing.Ledger;

/// <summary>Bounds of the ledger's queues.</summary>
public sealed record LedgerOptions
{
    /// <summary>Lanes that commit side by side, each with its own entitlements; a database with one writer has one. 1–64.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Acts in one transaction.</summary>
    public int BatchSizeMax { get; init; } = 256;

    /// <summary>Activations that may wait in a lane.</summary>
    public int ActivationQueueMax { get; init; } = 4_096;

    /// <summary>Renewals, releases and all else that may wait in a lane: a share of their own, served first.</summary>
    public int KeepQueueMax { get; init; } = 8_192;
}
