using System.CommandLine;
using BigPicture.Host.Commands.Backups;
using BigPicture.Host.Commands.Doctor;
using BigPicture.Host.Commands.Keys;
using BigPicture.Host.Commands.Manual;

namespace BigPicture.Host.Commands;

/// <summary>The commands that run a server, for a host's executable to add to the remote ones.</summary>
public static class HostCommands
{
    /// <param name="parts">What makes the server of this executable.</param>
    public static IReadOnlyList<Command> Of(ServerParts parts) =>
        [
            ServeCommand.Create(parts, isShared: false),
            InitCommand.Create(parts, isShared: false),
            DoctorCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            KeysCommands.Create(),
            ClockCommands.Create(parts),
            AuditCommands.Create(parts, isShared: false),
            MigrateCommand.Create(),
            HealthCommand.Create(),
            OpenApiCommand.Create(),
            EventCatalogueCommand.Create(),
            ManualCommand.Create(),
        ];

    /// <summary>For servers that share one database and one directory of keys: any number runs side by side.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<Command> OfShared(ServerParts parts) =>
        [
            ServeCommand.Create(parts, isShared: true),
            InitCommand.Create(parts, isShared: true),
            KeysCommands.Create(),
            AuditCommands.Create(parts, isShared: true),
            MigrateCommand.Create(),
            HealthCommand.Create(),
            OpenApiCommand.Create(),
            EventCatalogueCommand.Create(),
            ManualCommand.Create(),
        ];
}
