namespace BigPicture.Client.Diagnostics;

/// <summary>Tells the application what happens in the background.</summary>
internal sealed class Notices(Action<ClientNotice>? hear)
{
    // A handler of notices that throws has nobody left to tell.
    private readonly Callbacks calls = new(_ => { });

    public void Say(string message) => Post(new ClientNotice(ClientNoticeLevel.Information, message));

    public void Warn(string message) => Post(new ClientNotice(ClientNoticeLevel.Warning, message));

    public void Fault(string message, Exception caught) => Post(new ClientNotice(ClientNoticeLevel.Error, message, caught));

    private void Post(ClientNotice notice)
    {
        if (hear is not null)
            calls.Post(() => hear(notice));
    }
}
