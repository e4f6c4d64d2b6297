using System.Diagnostics;
using System.Net.Sockets;
using BigPicture.Testing.Databases;

namespace BigPicture.IntegrationTests.Cloud;

/// <summary>pgbouncer in transaction mode in front of a PostgreSQL.</summary>
internal sealed class PgBouncer : IDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-pgbouncer-");
    private readonly Process process;

    private PgBouncer(int server, string ignored)
    {
        var users = Write("users", $"\"{PostgresCluster.Owner}\" \"\"\n");
        var settings = Write(
            "pgbouncer.ini",
            $"""
            [databases]
            * = host=127.0.0.1 port={server}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = transaction
            ignore_startup_parameters = extra_float_digits{(ignored.Length == 0 ? "" : $", {ignored}")}
            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        // It refuses root.
        string[] command = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", Program, "-q", settings];
        process = Environment.UserName == "root" ? Process.Start("setpriv", command) : Process.Start(Program, ["-q", settings]);
    }

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; } = LoopbackPort.Free();

    public static PgBouncer Start(int server, string ignored) => new(server, ignored);

    public async Task Ready()
    {
        using var probe = new TcpClient();
        while (!process.HasExited)
        {
            try
            {
                await probe.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
        Assert.Fail($"pgbouncer ended with {process.ExitCode}.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
