using BigPicture.Domain.Shared;

namespace BigPicture.IntegrationTests.Replicas;

internal static class TypeIds
{
    /// <summary>The UUID of an id as the API tells it.</summary>
    public static Guid Of(string id) => TypeId.TryParse(id[..id.IndexOf('_')], id, out var value) ? value : throw new FormatException(id);
}
