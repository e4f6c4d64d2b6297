using System.Text.Json;
using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Report;

internal static class HistoryJsonLine
{
    /// <summary>A call as the history has it.</summary>
    public static string Of(Operation operation) => JsonSerializer.Serialize(operation, HistoryJson.Default.Operation);
}
