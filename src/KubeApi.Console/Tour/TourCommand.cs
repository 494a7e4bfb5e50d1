using KubeApi.Console.Hosting;
using KubeApi.Sandbox;

namespace KubeApi.Console.Tour;

/// <summary>Runs the tour on the sandbox or on a cluster: creates its objects, walks through it, and deletes them.</summary>
internal static class TourCommand
{
    public static async Task<int> RunAsync(string? kubeConfig)
    {
        if (kubeConfig is not null && !File.Exists(kubeConfig))
        {
            await System.Console.Error.WriteLineAsync($"The kubeconfig '{kubeConfig}' does not exist.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("kubeapi-tour-");
        try
        {
            if (kubeConfig is not null)
            {
                using var proxy = KubectlProxy.TryStart(kubeConfig);
                var missing = proxy is null ? "kubectl is not in the PATH, or its proxy did not start" : null;
                return Run(folder.FullName, Path.GetFullPath(kubeConfig), proxy?.Uri, missing);
            }

            await using var sandbox = await SandboxServer.StartAsync();
            return Run(folder.FullName, sandbox.KubeConfigPath, sandbox.ProxyUri, noProxy: null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Run(string folder, string kubeConfig, Uri? proxy, string? noProxy)
    {
        using var shell = new Shell();
        shell.SetVariable("Folder", folder);
        shell.SetVariable("KubeConfig", kubeConfig);
        shell.SetVariable("ProxyUri", proxy?.AbsoluteUri);
        try
        {
            if (shell.Run(Script("Setup")) != 0)
            {
                System.Console.WriteLine("The setup of the tour failed, see above. The tour needs permission to create namespaces and to bind cluster-admin.");
                return 1;
            }

            return new TourGuide(shell, noProxy).Walk(Script("Tour"));
        }
        finally
        {
            shell.Run(Script("Teardown"));
        }
    }

    private static string Script(string name)
    {
        using var stream = typeof(TourCommand).Assembly.GetManifestResourceStream($"KubeApi.Console.Tour.{name}.ps1")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
