using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Commands.Base;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Reads objects from files of YAML and JSON.</summary>
[Cmdlet(VerbsData.Import, "KubeApiManifest", DefaultParameterSetName = PathSet)]
[OutputType("KubeApi.Object")]
public sealed class ImportKubeApiManifestCommand : KubeApiCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly NameTable _names = new();

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Alias("f")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Also the folders in a folder.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var path in ParameterSetName == PathSet ? Path.SelectMany(Resolve) : LiteralPath.Select(SessionState.Path.GetUnresolvedProviderPathFromPSPath))
        {
            Attempt(path, null, () => ImportAll(path));
        }
    }

    private IEnumerable<string> Resolve(string path)
    {
        try
        {
            return SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            // Said with the path in full, when it is read.
            return [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)];
        }
    }

    private void ImportAll(string path)
    {
        var found = false;
        foreach (var file in ManifestFiles.In(path, Recurse))
        {
            found = true;
            Attempt(file, null, () => Import(file));
        }

        if (!found)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The folder '{path}' holds no *.yaml, *.yml or *.json.")
            {
                RecommendedAction = Recurse ? null : "-Recurse looks into its folders, too.",
            };
        }
    }

    private void Import(string file)
    {
        foreach (var (json, place) in ManifestReader.Read(TextFile.Read(file, "manifest"), file))
        {
            Attempt(file, null, () =>
            {
                var manifest = Manifest.Of(json, null, place);
                WriteObject(ApiObject.Create(new JsonSource(json, _names, ShowManagedFields: true), place, manifest.ApiVersion, manifest.Kind));
            });
        }
    }
}
