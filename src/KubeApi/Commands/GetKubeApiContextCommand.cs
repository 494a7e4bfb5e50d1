using System.Management.Automation;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
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
        var config = KubeConfig is null ? reader.ReadDefault() : reader.Read([.. KubeConfig.Select(Resolve)]);
        var contexts = KubeConfigContext.List(config ?? throw NoKubeConfig()).ToList();
        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = contexts.Where(c => pattern.IsMatch(c.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(ErrorRecords.ContextNotFound(name, config.Files, config.ContextNames));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }

    private KubeApiException NoKubeConfig() => new(
        FailureKind.InvalidConfiguration, $"No kubeconfig found: KUBECONFIG is not set, and {Pipeline.HostEnvironment.MissingHomeKubeConfig}.")
    {
        RecommendedAction = "Name a file: Get-KubeApiContext -KubeConfig PATH, or $env:KUBECONFIG = 'PATH'.",
    };
}
