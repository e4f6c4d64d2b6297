using System.Diagnostics;
using System.Globalization;
using BigPicture.Testing.Network;

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

    // Recovery after a crash reads back what the last checkpoint did not hold; on a busy machine that takes its time.
    private const int StartSecondsMax = 300;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("bigpicture-pg-").FullName;
    private readonly string settings;
    private bool isRunning;

    private PostgresCluster(bool durable)
    {
        Port = LoopbackPort.Free();
        settings =
            $"-c listen_addresses=127.0.0.1 -p {Port} -k {folder} -c max_connections=300 -c log_line_prefix=%d/%p/"
            + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }

    /// <summary>Where the machine has PostgreSQL: its newest version's folder.</summary>
    public static string Home => Path.GetDirectoryName(Binaries.Value)!;

    /// <summary>What the server says; each line begins with the database's name and the number of the connection's process, each followed by a slash.</summary>
    public string Log => $"{folder}/server.log";

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

    /// <summary>Makes a database out of another one's dump, as an operator restores one.</summary>
    public void Restore(string database, string dumped)
    {
        var connection = $"-h {folder} -p {Port} -U {Superuser}";
        Run("pg_dump", $"{connection} -Fc -f {folder}/{dumped}.dump {dumped}");
        Create(database);
        Run("pg_restore", $"{connection} --exit-on-error -d {database} {folder}/{dumped}.dump");
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public void Execute(string sql, string database = "postgres") =>
        Run("psql", $"-h {folder} -p {Port} -U {Superuser} -d {database} -v ON_ERROR_STOP=1 -q -c \"{sql.Replace("\"", "\\\"")}\"");

    /// <summary>Starts the server again after <see cref="Stop"/>.</summary>
    public void Resume()
    {
        Run("pg_ctl", $"-D {folder}/data -w -t {StartSecondsMax} -l {Log} -o \"{settings}\" start");
        isRunning = true;
    }

    /// <summary>Stops the server at once, as a crash does.</summary>
    public void Stop()
    {
        Run("pg_ctl", $"-D {folder}/data -w -m immediate stop");
        isRunning = false;
    }

    /// <summary>
    /// A standby of this server, fed by a stream. From the return of this on a commit here waits until it is on the standby's disk too. Its
    /// own standbys, once it is promoted, are up to the caller.
    /// </summary>
    public PostgresCluster StartStandby()
    {
        var standby = new PostgresCluster(durable: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => standby.Dispose();
        try
        {
            standby.Own();
            standby.Run("pg_basebackup", $"-h 127.0.0.1 -p {Port} -U {Superuser} -D {standby.folder}/data -R -X stream --checkpoint=fast");
            standby.Resume();
            Execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
            Execute("SELECT pg_reload_conf()");
        }
        catch
        {
            standby.Dispose();
            throw;
        }
        return standby;
    }

    /// <summary>Makes a standby the primary; what was acknowledged by the old one is in it.</summary>
    public void Promote() => Run("pg_ctl", $"-D {folder}/data -w -t {StartSecondsMax} promote");

    /// <summary>Sends a signal to the server's processes, all of them.</summary>
    /// <param name="name">As <c>kill</c> spells it: <c>KILL</c> is a crash of the whole server, <c>STOP</c> and <c>CONT</c> hold it and let it go.</param>
    public void Signal(string name)
    {
        var lockFile = $"{folder}/data/postmaster.pid";
        var first = File.ReadLines(lockFile).First();
        // The first one first, so that it starts no others.
        Send(name, [first]);
        if (name != "KILL")
        {
            Send(name, Processes());
            return;
        }
        isRunning = false;
        // One that it was about to start appears late; and what is left of a dying process keeps a new server from starting on the same data.
        if (!SpinWait.SpinUntil(() => !KillOthers(), EndsWithin))
            throw new InvalidOperationException(
                $"Of PostgreSQL in {folder} there is left, after kill -9: {string.Join(' ', Processes())}."
            );
        // What is dead, but that nobody has waited for yet, a new server takes for alive.
        File.Delete(lockFile);
        File.Delete($"{folder}/.s.PGSQL.{Port}.lock");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!Directory.Exists(folder))
            return;
        if (isRunning)
        {
            // It may be held still.
            Signal("CONT");
            Stop();
        }
        Directory.Delete(folder, recursive: true);
    }

    private void Own()
    {
        if (IsRoot)
            Start("chown", $"{Superuser} {folder}");
    }

    private void Initialize()
    {
        Own();
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
            throw new InvalidOperationException($"{program} {arguments} failed:\n{Told("tools.log")}{Told("server.log")}");
    }

    private string Told(string log) =>
        File.Exists($"{folder}/{log}") ? string.Concat(File.ReadLines($"{folder}/{log}").TakeLast(30).Select(line => line + "\n")) : "";

    /// <summary>Those that work in its data, whoever started them: when the first one is dead, they are nobody's children.</summary>
    private List<string> Processes() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(process => Path.GetFileName(process))
                .Where(process => char.IsAsciiDigit(process[0]) && WorksIn($"{folder}/data", process)),
        ];

    private static bool WorksIn(string data, string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget == data;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool KillOthers()
    {
        var left = Processes();
        Send("KILL", left);
        return left.Count > 0;
    }

    // Some of them may have ended meanwhile.
    private static void Send(string signal, List<string> processes)
    {
        if (processes.Count == 0)
            return;
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", .. processes]) { RedirectStandardError = true })!;
        kill.StandardError.ReadToEnd();
        kill.WaitForExit();
    }

    private static readonly Lazy<string> Binaries = new(() =>
        Directory
            .GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .MaxBy(bin => int.Parse(Path.GetFileName(Path.GetDirectoryName(bin))!, CultureInfo.InvariantCulture))
        ?? throw new InvalidOperationException("PostgreSQL is missing: install the Debian package 'postgresql'.")
    );
}
