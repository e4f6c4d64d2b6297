using System.Buffers;
using System.Text.Json;
using BigPicture.Domain.Leasing;

namespace BigPicture.Benchmarks.Bare;

/// <summary>Writes the rows that the ledger writes for the same acts, and decides nothing: no lock, no clock, nothing read, no seat counted.</summary>
internal interface IBareRows : IDisposable
{
    /// <summary>One transaction, one durable write.</summary>
    Task Write(IReadOnlyList<BareAct> batch);

    /// <summary>Gives up what was written since the last commit.</summary>
    void RollBack();

    /// <summary>A fact as the event's data.</summary>
    static byte[] Data(LeaseFact fact)
    {
        var data = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(data);
        json.WriteStartObject();
        fact.WriteData(json);
        json.WriteEndObject();
        json.Flush();
        return data.WrittenSpan.ToArray();
    }
}
