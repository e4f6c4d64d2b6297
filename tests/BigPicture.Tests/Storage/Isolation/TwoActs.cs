namespace BigPicture.Tests.Storage.Isolation;

/// <summary>Two transactions of which the first comes to the lock first, in all orders that this leaves.</summary>
internal static class TwoActs
{
    public const string SecondLock = "b_lock";

    /// <summary>
    /// The second may begin, and ask for the lock once the first has it, at any time; what it does under it comes after the first one's end. Of a
    /// first one that is refused, and so writes nothing, there are four steps and not five.
    /// </summary>
    public static int OrdersCount(Recording first) => first.Transaction.Steps("a").Count == 5 ? 18 : 12;

    private const string FirstLock = "a_lock";
    private const string FirstEnd = "a_end";

    public static IsolationSpec Spec(string setup, Recording first, Recording second)
    {
        SpecSession[] sessions =
        [
            IsolationScene.As("a", first, first.Transaction.Steps("a")),
            IsolationScene.As("b", second, second.Transaction.Steps("b")),
        ];
        var orders = IsolationSpec
            .Interleavings([.. sessions.Select(session => session.Steps.Select(step => step.Name).ToList())])
            .Where(IsOpen)
            .Select(order => (IReadOnlyList<string>)[.. order, IsolationScene.State]);
        return new IsolationSpec(setup, [.. sessions, IsolationScene.Looking()], [.. orders]);
    }

    public static bool MustWait(IReadOnlyList<string> order) => At(order, SecondLock) < At(order, FirstEnd);

    /// <summary>The first step that was answered otherwise than in the order in which the product did it; null where none was.</summary>
    public static string? Differs(PlayedPermutation order, PlayedPermutation done) =>
        order.Order.FirstOrDefault(step => order.Results[step] != done.Results[step]);

    private static bool IsOpen(IReadOnlyList<string> order) =>
        At(order, FirstLock) < At(order, SecondLock)
        && order.Skip(At(order, FirstEnd) + 1).Count(IsUnderSecondLock) == order.Count(IsUnderSecondLock);

    private static bool IsUnderSecondLock(string step) => step is "b_read" or "b_write" or "b_end";

    private static int At(IReadOnlyList<string> order, string step) => order.Index().First(one => one.Item == step).Index;
}
