using System.Net;
using BigPicture.IntegrationTests.Client;
using BigPicture.IntegrationTests.Stories;

namespace BigPicture.IntegrationTests.Examples;

/// <summary>A place to start examples in: one home, one server, one customer.</summary>
internal sealed class ExamplePrograms : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("bigpicture-examples-");
    private readonly List<ExampleProgram> started = [];
    private readonly Storybook book;
    private readonly string token;

    private ExamplePrograms(Storybook book, string token) => (this.book, this.token) = (book, token);

    public static async Task<ExamplePrograms> For(Storybook book) => new(book, await ClientScene.ApplicationToken(book));

    /// <param name="number">Which user, or which port.</param>
    public ExampleProgram Start(string example, int number)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var file = Repository.Path($"examples/{example}/bin/{configuration}/net10.0/{example}.dll");
        return Start("dotnet", example == "worker" ? [file, "--urls", "http://127.0.0.1:0"] : [file, $"user{number}"]);
    }

    public ExampleProgram Start(string program, IEnumerable<string> arguments)
    {
        var running = new ExampleProgram(
            program,
            arguments,
            new Dictionary<string, string>
            {
                ["HOME"] = home.FullName,
                ["XDG_DATA_HOME"] = Path.Combine(home.FullName, "data"),
                ["BIGPICTURE_SERVER"] = book.Server.Url.ToString(),
                ["BIGPICTURE_TOKEN"] = token,
                ["BIGPICTURE_ROOT_KEY"] = book.Server.Founded.RootKeys[0],
            }
        );
        started.Add(running);
        return running;
    }

    /// <summary>Ids of the leases that the server counts.</summary>
    public async Task<List<string>> Leases() =>
        [
            .. (await book.Admin.Get($"/v1/entitlements/{book.Entitlement}/leases"))
                .Must(HttpStatusCode.OK)
                .Body.GetProperty("active_leases")
                .EnumerateArray()
                .Select(lease => lease.Text("lease_id")),
        ];

    public void Dispose()
    {
        started.ForEach(program => program.Dispose());
        home.Delete(recursive: true);
    }
}
