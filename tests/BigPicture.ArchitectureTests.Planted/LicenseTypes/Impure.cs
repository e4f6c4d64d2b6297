namespace BigPicture.LicenseTypes;

public abstract class Impure : LicenseType
{
    public override string Name => "impure";

    public override Decision Decide(LicensePolicy policy, LeaseRequest request) => Decision.Grant();
}

public sealed class ReadsTheClock : Impure
{
    public override string Name => TimeProvider.System.GetTimestamp().ToString(System.Globalization.CultureInfo.InvariantCulture);
}

public sealed class ThrowsDice : Impure
{
    public override bool IsSeated => Random.Shared.Next(2) == 0;
}

public sealed class ReadsAFile : Impure
{
    public override string Name => File.ReadAllText("name");
}

public sealed class StartsATask : Impure
{
    public override bool IsSeated => Task.Run(() => true).IsCompleted;
}

public sealed class Counts : Impure
{
    private int asked;

    public override bool IsSeated => asked++ > 0;
}

public sealed class CountsForAll : Impure
{
    private static int asked;

    public override bool IsSeated => asked++ > 0;
}
