namespace BigPicture.Application.Edge;

public sealed class EdgeSecret
{
    public string Name { get; init; } = "edge";
}
