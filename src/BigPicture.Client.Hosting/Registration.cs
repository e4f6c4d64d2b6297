using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BigPicture.Client.Hosting;

/// <summary>Registers the license client with a container.</summary>
public static class Registration
{
    /// <summary>
    /// Adds one <see cref="LicenseClient"/> for the application: options validated when the host starts, notices in the log under
    /// <c>BigPicture.Client</c>, leases given back when the container is disposed.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; more can be set through what is returned, such as a bound section of the configuration.</param>
    /// <exception cref="OptionsValidationException">Thrown by the host at its start, when the options cannot be used.</exception>
    public static OptionsBuilder<LicenseClientOptions> AddBigPictureClient(
        this IServiceCollection services,
        Action<LicenseClientOptions> configure
    )
    {
        services.TryAddSingleton(provider => new LicenseClient(provider.GetRequiredService<IOptions<LicenseClientOptions>>().Value));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LicenseClientOptions>, OptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<LicenseClientOptions>, NoticesToLog>());
        return services.AddOptions<LicenseClientOptions>().Configure(configure).ValidateOnStart();
    }
}
