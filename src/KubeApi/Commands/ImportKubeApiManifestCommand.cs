using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Configuration;
using KubeApi.Client.Json;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Formatting;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Reads objects from files of YAML and JSON.</summary>
[Cmdlet(VerbsData.Import, "KubeApiManifest", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ObjectFields))]
public sealed class ImportKubeApiManifestCommand : KubeApiCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly NameTable _names = new();
    private readonly ObjectViews _views = new();

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Alias("f")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of files and folders.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Include subfolders.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var isLiteral = ParameterSetName == LiteralPathSet;
        var files = new ManifestPaths(SessionState, isLiteral, Recurse);
        foreach (var path in isLiteral ? LiteralPath : Path)
        {
            Pipeline.Attempt(LocalPath.TargetOf(path, ParameterSetName), null, () =>
            {
                foreach (var root in files.Resolve(path))
                {
                    Pipeline.Attempt(root, null, () => ImportAll(root, files));
                }
            });
        }
    }

    private void ImportAll(string root, ManifestPaths files)
    {
        foreach (var file in files.FindFiles(root, (folder, e) => Pipeline.Report(folder, null, e)))
        {
            Pipeline.Attempt(file, null, () => Import(file, files.DisplayPath(file)));
        }
    }

    private void Import(string file, string displayPath)
    {
        var isEmpty = true;
        foreach (var (document, at) in ManifestReader.Read(TextFile.Read(file, "manifest"), displayPath))
        {
            Pipeline.Attempt(file, null, () =>
            {
                var wasEmpty = isEmpty;
                isEmpty = false;
                var items = ManifestReader.Expand(document, at);
                isEmpty = wasEmpty && !items.Any();
                foreach (var (json, place) in items)
                {
                    Pipeline.Attempt(file, null, () =>
                    {
                        var manifest = Manifest.Of(json, null, place);
                        var o = ApiObject.Create(new JsonSource(json, _names, ShowManagedFields: true), place, manifest.ApiVersion, manifest.Kind);
                        WriteObject(_views.Present(o, ViewScope.OfManifests));
                    });
                }
            });
        }

        if (isEmpty)
        {
            WriteWarning($"The file '{file}' contains no objects.");
        }
    }
}
