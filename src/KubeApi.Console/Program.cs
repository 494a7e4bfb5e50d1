namespace KubeApi.Console;

/// <summary>PowerShell with the module loaded, for machines without pwsh.</summary>
internal static class Program
{
    private const string Usage = """
        PowerShell with the KubeApi module loaded, for machines without pwsh.

          kubeapi-console tour [--kubeconfig FILE]   run the guided tour, on the sandbox or on your cluster
          kubeapi-console run FILE [ARGUMENT ...]    run a script
          kubeapi-console -c COMMAND                 run a command

        With dotnet: dotnet run --project src/KubeApi.Console -- tour
        """;

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["tour"]:
                return await Tour.TourCommand.RunAsync(kubeConfig: null);
            case ["tour", "--kubeconfig", var file]:
                return await Tour.TourCommand.RunAsync(file);
            case ["run", var file, .. var arguments]:
                return RunFile(file, arguments);
            case ["-c", var text]:
                using (var shell = new Hosting.Shell())
                {
                    return shell.Run(text);
                }

            case [] or ["-h" or "--help" or "help"]:
                System.Console.WriteLine(Usage);
                return args.Length == 0 ? 2 : 0;
            default:
                System.Console.Error.WriteLine($"'{string.Join(' ', args)}' is not a valid command line.\n\n{Usage}");
                return 2;
        }
    }

    private static int RunFile(string file, string[] arguments)
    {
        if (!File.Exists(file))
        {
            System.Console.Error.WriteLine($"The script '{file}' does not exist.");
            return 2;
        }

        using var shell = new Hosting.Shell();
        return shell.RunFile(Path.GetFullPath(file), arguments);
    }
}
