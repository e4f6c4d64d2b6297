namespace BigPicture.Application.Contracts;

/// <summary>The room that deleted rows have left in the database.</summary>
public interface IFreeSpace
{
    /// <summary>Gives a bounded part of it back to the file system, in the transaction in hand; some stays, for what is written next.</summary>
    /// <returns>Whether there is more to give back.</returns>
    Task<bool> GiveBack(CancellationToken cancel);
}
