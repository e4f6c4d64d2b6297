namespace BigPicture.Proof.Clients;

/// <summary>One of the clients of a run: a customer who is an administrator now and then. What it chooses comes from its seed alone.</summary>
internal sealed class Client : IDisposable
{
    private readonly Calls calls;
    private readonly Administrator administrator;
    private readonly Random random;
    private readonly (double Weight, Func<Task> Act)[] acts;
    private readonly double all;

    public Client(int number, Ground ground, Mix mix, int seed)
    {
        random = new Random(seed);
        calls = new Calls(number, ground, random);
        administrator = new Administrator(ground, calls, random);
        var customer = new Customer(number, ground, calls, mix, random);
        acts =
        [
            (mix.Activate, customer.Activate),
            (mix.Again, customer.Again),
            (mix.TakeOver, customer.TakeOver),
            (mix.Renew, customer.Renew),
            (mix.Release, customer.Release),
            (mix.Validate, customer.Validate),
            (mix.ReadRevocations, customer.ReadRevocations),
            (mix.UseOld, customer.UseOld),
            (mix.Abandon, customer.Abandon),
            (mix.RevokeLease, administrator.RevokeLease),
            (mix.ChangeLimit, administrator.ChangeLimit),
            (mix.Suspend, administrator.Suspend),
            (mix.RevokeEntitlement, administrator.RevokeEntitlement),
        ];
        all = acts.Sum(act => act.Weight);
    }

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // An act that has nothing to act on takes no time; nobody may keep the thread.
            await Task.Yield();
            await administrator.Reinstate();
            await Choose()();
        }
    }

    public void Dispose() => calls.Dispose();

    private Func<Task> Choose()
    {
        var at = random.NextDouble() * all;
        foreach (var (weight, act) in acts)
        {
            at -= weight;
            if (at < 0)
                return act;
        }
        return acts[0].Act;
    }
}
