using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BigPicture.Testing.Databases;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, on a free port of the loopback address, gone with the process that started it. Takes
/// the binaries that the machine has: Debian's package <c>postgresql</c>. As root it runs as the user <c>postgres</c>, since it refuses root.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    /// <summary>The login that owns the databases of tests: no superuser, so that its rights are those of a real installation.</summary>
    public const string Owner = "bigpicture_owner";

    /// <summary>Passes row-level security: for tests that look behind it.</summary>
    public const string Superuser = "postgres";

    private readonly string folder = Directory.CreateTempSubdirectory("bigpicture-pg-").FullName;
    private readonly string settings;
    private bool isRunning;

    private PostgresCluster(bool durable)
    {
        Port = FreePort();
        settings =
            $"-c listen_addresses=127.0.0.1 -p {Port} -k {folder} -c max_connections=300"
            + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Makes and starts a server, which takes about two seconds.</summary>
    /// <param name="durable">As a real one; otherwise it does not wait for the disk, and the product refuses to serve from it.</param>
    public static PostgresCluster Start(bool durable = false)
    {
        var cluster = new PostgresCluster(durable);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        try
        {
            cluster.Initialize();
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
        return cluster;
    }

    /// <summary>A database's URL, as its owner.</summary>
    public string UrlOf(string database) => $"postgresql://{Owner}@127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/{database}";

    /// <summary>Makes a database, empty or like another one.</summary>
    public void Create(string database, string? template = null) =>
        Execute(
            template is null
                ? $"CREATE DATABASE {database} OWNER {Owner}"
                : $"CREATE DATABASE {database} OWNER {Owner} TEMPLATE {template} STRATEGY FILE_COPY"
        );

    /// <summary>Runs a statement as the superuser.</summary>
    public void Execute(string sql, string database = "postgres") =>
        Run("psql", $"-h {folder} -p {Port} -U {Superuser} -d {database} -v ON_ERROR_STOP=1 -q -c \"{sql.Replace("\"", "\\\"")}\"");

    /// <summary>Starts the server again after <see cref="Stop"/>.</summary>
    public void Resume()
    {
        Run("pg_ctl", $"-D {folder}/data -w -t 60 -l {folder}/server.log -o \"{settings}\" start");
        isRunning = true;
    }

    /// <summary>Stops the server at once, as a crash does.</summary>
    public void Stop()
    {
        Run("pg_ctl", $"-D {folder}/data -w -m immediate stop");
        isRunning = false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!Directory.Exists(folder))
            return;
        if (isRunning)
            Stop();
        Directory.Delete(folder, recursive: true);
    }

    private void Initialize()
    {
        if (IsRoot)
            Start("chown", $"{Superuser} {folder}");
        Run("initdb", $"-D {folder}/data -U {Superuser} --auth=trust --no-sync -E UTF8 --locale=C");
        Resume();
        Execute($"CREATE ROLE {Owner} LOGIN CREATEROLE CREATEDB");
    }

    private static bool IsRoot => Environment.UserName == "root";

    private void Run(string program, string arguments)
    {
        var path = Path.Combine(Binaries.Value, program);
        if (IsRoot)
            Start("setpriv", $"--reuid={Superuser} --regid={Superuser} --clear-groups {path} {arguments}");
        else
            Start(path, arguments);
    }

    private void Start(string program, string arguments)
    {
        // Nothing of it is redirected: the server that pg_ctl leaves behind would hold the pipes open.
        var command = $"\"$0\" {arguments.Replace("$", "\\$")} >>{folder}/tools.log 2>&1";
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command, program }, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments} failed:\n{File.ReadAllText(Path.Combine(folder, "tools.log"))}");
    }

    private static readonly Lazy<string> Binaries = new(() =>
        Directory
            .GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .MaxBy(bin => int.Parse(Path.GetFileName(Path.GetDirectoryName(bin))!, CultureInfo.InvariantCulture))
        ?? throw new InvalidOperationException("PostgreSQL is missing: install the Debian package 'postgresql'.")
    );

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
