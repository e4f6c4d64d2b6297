using System.Reflection;
using FluentValidation;
using MediatR;

namespace BigPicture.ArchitectureTests;

/// <summary>What can be asked is public; how it is answered is nobody's business.</summary>
public sealed class RequestTests
{
    [Fact]
    public void Requests_are_public_and_sealed() => RequestsArePublicAndSealed.MustHold();

    [Fact]
    public void Handlers_and_validators_are_internal_and_sealed() => HandlersAreInternalAndSealed.MustHold();

    [Fact]
    public void Every_request_has_one_handler()
    {
        var handled = Handlers(House.Assemblies).SelectMany(Requests).GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count());

        Assert.All(
            Types(House.Assemblies).Where(IsRequest),
            request => Assert.True(handled.GetValueOrDefault(request) == 1, $"{request}: {handled.GetValueOrDefault(request)} handlers")
        );
    }

    [Theory]
    [InlineData("BigPicture.Application.Leasing.OpenRequest")]
    [InlineData("BigPicture.Application.Leasing.HiddenRequest")]
    public void A_request_that_is_open_or_hidden_is_caught(string planted) => RequestsArePublicAndSealed.MustCatch(planted);

    [Theory]
    [InlineData("BigPicture.Application.Leasing.OpenHandler")]
    [InlineData("BigPicture.Application.Leasing.PublicHandler")]
    [InlineData("BigPicture.Application.Leasing.PublicValidator")]
    public void A_handler_that_is_open_or_public_is_caught(string planted) => HandlersAreInternalAndSealed.MustCatch(planted);

    private static readonly Rule RequestsArePublicAndSealed = assemblies =>
        Verdict.Of(Types(assemblies).Where(IsRequest), t => !(t.IsVisible && t.IsSealed));

    private static readonly Rule HandlersAreInternalAndSealed = assemblies =>
        Verdict.Of(Handlers(assemblies).Concat(Types(assemblies).Where(IsValidator)), t => t.IsVisible || !t.IsSealed);

    private static IEnumerable<Type> Types(IReadOnlyList<Assembly> assemblies) =>
        assemblies.SelectMany(a => a.GetTypes()).Where(t => !t.IsAbstract && !t.IsInterface);

    private static IEnumerable<Type> Handlers(IReadOnlyList<Assembly> assemblies) =>
        Types(assemblies).Where(t => Requests(t).Any() || Closes(t, typeof(INotificationHandler<>)).Any());

    private static IEnumerable<Type> Requests(Type handler) =>
        Closes(handler, typeof(IRequestHandler<,>)).Select(i => i.GetGenericArguments()[0]);

    private static bool IsRequest(Type type) => type.IsAssignableTo(typeof(IBaseRequest));

    private static bool IsValidator(Type type) => type.IsAssignableTo(typeof(IValidator));

    private static IEnumerable<Type> Closes(Type type, Type open) =>
        type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);
}
