using System.Collections;
using System.Management.Automation;
using KubeApi.Client.Configuration;
using KubeApi.Yaml;

namespace KubeApi.Completion;

/// <summary>Completes from the files of -KubeConfig, else from the default kubeconfig files. Sends no request.</summary>
internal abstract class KubeConfigCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected sealed override IEnumerable<string> Values(IDictionary parameters) =>
        Read(parameters["KubeConfig"]) is { } config ? Values(config) : [];

    /// <summary>The values that a kubeconfig offers.</summary>
    protected abstract IEnumerable<string> Values(KubeConfig config);

    /// <summary>The kubeconfig; null if it is missing or unreadable, because completion reports no errors.</summary>
    internal static KubeConfig? Read(object? files)
    {
        try
        {
            var reader = new KubeConfigReader(YamlLoader.CreateReader(), new HostEnvironment { CurrentDirectory = Resolve(".") });
            return files is null ? reader.ReadDefault() : reader.Read([.. LanguagePrimitives.ConvertTo<string[]>(files).Select(Resolve)]);
        }
        catch (Exception)
        {
            return null;
        }
    }

    // A completer has no SessionState; relative paths start at PowerShell's location.
    private static string Resolve(string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("param($path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)", useLocalScope: true)
            .AddArgument(path).Invoke<string>().Single();
    }
}
