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

    private readonly string folder = Directory.CreateTempSubdirectory("bigpicture-pg-").FullName;
    private readonly string settings;
    private bool isRunning;

    private PostgresCluster(bool durable)
    {
        Port = LoopbackPort.Free();
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
        Run("pg_ctl", $"-D {folder}/data -w -t 60 -l {folder}/server.log -o \"{settings}\" start");
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
    public void Promote() => Run("pg_ctl", $"-D {folder}/data -w -t 60 promote");

    /// <summary>Sends a signal to the server's processes, all of them.</summary>
    /// <param name="name">As <c>kill</c> spells it: <c>KILL</c> is a crash of the whole server, <c>STOP</c> and <c>CONT</c> hold it and let it go.</param>
    public void Signal(string name)
    {
        var first = File.ReadLines($"{folder}/data/postmaster.pid").First();
        string[] children = File.ReadAllText($"/proc/{first}/task/{first}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // The first one first, so that it starts no others. Of the others some may have ended meanwhile.
        string[] all = [first, .. children];
        using var kill = Process.Start("kill", [$"-{name}", .. all]);
        kill.WaitForExit();
        if (name != "KILL")
            return;
        isRunning = false;
        // What is left of a dying process keeps a new server from starting on the same data.
        SpinWait.SpinUntil(() => all.All(IsGone), TimeSpan.FromSeconds(10));
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
            throw new InvalidOperationException($"{program} {arguments} failed:\n{File.ReadAllText(Path.Combine(folder, "tools.log"))}");
    }

    private static bool IsGone(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
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
