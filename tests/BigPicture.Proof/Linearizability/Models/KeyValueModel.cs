namespace BigPicture.Proof.Linearizability.Models;

public sealed record KeyValueInput(KeyValueAct Act, string Key, string Value = "");

public enum KeyValueAct
{
    Get,
    Put,
    Append,
}

/// <summary>The text under one key, empty at first; keys do not touch each other, so each is searched by itself.</summary>
public sealed class KeyValueModel : IModel<string, KeyValueInput, string>
{
    public string Initial => "";

    public IEnumerable<string> Step(string state, Call<KeyValueInput, string> call) =>
        call.Input.Act switch
        {
            KeyValueAct.Get => !call.IsKnown || call.Output == state ? [state] : [],
            KeyValueAct.Put => [call.Input.Value],
            _ => [state + call.Input.Value],
        };
}
