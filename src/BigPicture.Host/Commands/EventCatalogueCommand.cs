using System.CommandLine;
using BigPicture.Host.Telemetry.Catalogue;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture event-catalogue</c>: prints what docs/events.md and its schema hold. For the build.</summary>
internal static class EventCatalogueCommand
{
    public static Command Create()
    {
        var schema = new Option<bool>("--schema") { Description = "As JSON Schema." };
        var command = new Command("event-catalogue", "Print the catalogue of events.") { schema };
        command.Hidden = true;
        command.Does((parse, _) => parse.Out().WriteAsync(parse.GetValue(schema) ? CatalogueWriter.Schema() : CatalogueWriter.Page()));
        return command;
    }
}
