using System.Management.Automation.Runspaces;
using KubeApi.Benchmarks.Cmdlets;
using KubeApi.Console.Hosting;

namespace KubeApi.Benchmarks.Children;

/// <summary>A script in the real engine with the built module.</summary>
internal sealed class EngineWork : IWork
{
    private readonly WorkSpec _spec;
    private readonly Shell _shell = new();

    public EngineWork(WorkSpec spec)
    {
        _spec = spec;
        _shell.SetVariable("BenchmarkAssembly", typeof(EngineWork).Assembly);
        _shell.SetVariable("BenchmarkConfig", spec.KubeConfig);
        Check(_shell.Run(
            "Import-Module -Assembly $BenchmarkAssembly; $env:KUBECONFIG = $BenchmarkConfig; $null = Connect-KubeApi; $null = Get-KubeApiResource"));
    }

    /// <summary>A cold process: a bare engine, with the module, or with a first small list.</summary>
    public static int StartCold(WorkSpec spec)
    {
        if (spec.Script.Length == 0)
        {
            using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            runspace.Open();
            using var bare = System.Management.Automation.PowerShell.Create(runspace);
            bare.AddScript("$null = 1").Invoke();
            return 0;
        }

        Environment.SetEnvironmentVariable("KUBECONFIG", spec.KubeConfig);
        using var shell = new Shell();
        return shell.Run(spec.Script);
    }

    public Task<WorkResult> RunAsync()
    {
        MeasureItemCommand.Begin();
        Check(_shell.Run(_spec.Script));
        return Task.FromResult(new WorkResult(MeasureItemCommand.Count, 0, MeasureItemCommand.FirstSeconds));
    }

    public void Dispose() => _shell.Dispose();

    private static void Check(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException("The script failed; its error stands above.");
        }
    }
}
