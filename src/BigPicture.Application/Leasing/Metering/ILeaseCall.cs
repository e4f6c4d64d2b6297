using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Metering;

/// <summary>What applications ask for all the time, and operators watch.</summary>
public interface ILeaseCall
{
    /// <summary>Its word in metrics.</summary>
    string Act { get; }

    /// <summary>The product as the caller names it, where it does; it may be one that there is not.</summary>
    ProductId? AskedProduct => null;
}
