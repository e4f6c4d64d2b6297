using BigPicture.Domain.Leasing;

namespace BigPicture.Benchmarks.Bare;

/// <summary>A lease to be written as it stands now, and the caller who waits until it is durable.</summary>
internal sealed class BareAct(Lease lease)
{
    private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Lease Lease => lease;

    public Task Written => written.Task;

    public void Complete() => written.SetResult();

    public void Fail(Exception e) => written.SetException(e);
}
