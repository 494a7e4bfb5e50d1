using System.Management.Automation;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Yaml;

namespace KubeApi.Commands;

/// <summary>Gets the contexts of the kubeconfig, to which Connect-KubeApi can connect. It starts no program and sends no request.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiContext")]
[OutputType(typeof(KubeConfigContext))]
public sealed class GetKubeApiContextCommand : KubeApiCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Kubeconfig files, instead of the default ones.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? KubeConfig { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var reader = new KubeConfigReader(YamlLoader.CreateReader(), Pipeline.HostEnvironment);
        var config = KubeConfig is null ? reader.ReadDefault() : reader.Read([.. KubeConfig.Select(f => Resolve(f, nameof(KubeConfig)))]);
        var contexts = KubeConfigContext.List(config ?? throw NoKubeConfig()).ToList();
        NamedOutput.Write(this, Name, contexts, c => c.Name, name => ErrorRecords.ContextNotFound(name, config.Files, config.ContextNames));
    }

    private KubeApiException NoKubeConfig() => new(
        FailureKind.InvalidConfiguration, $"No kubeconfig found: KUBECONFIG is not set, and {Pipeline.HostEnvironment.MissingHomeKubeConfig}.")
    {
        RecommendedAction = "Name a file: Get-KubeApiContext -KubeConfig PATH, or $env:KUBECONFIG = 'PATH'.",
    };
}
