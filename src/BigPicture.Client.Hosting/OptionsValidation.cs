using Microsoft.Extensions.Options;

namespace BigPicture.Client.Hosting;

internal sealed class OptionsValidation : IValidateOptions<LicenseClientOptions>
{
    public ValidateOptionsResult Validate(string? name, LicenseClientOptions options) =>
        options.Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
