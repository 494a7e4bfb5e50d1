using System.Collections.ObjectModel;
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
        foreach (var path in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            Attempt(path, null, () =>
            {
                foreach (var file in Resolve(path))
                {
                    Attempt(file, null, () => ImportAll(file));
                }
            });
        }
    }

    private Collection<string> Resolve(string path)
    {
        try
        {
            // What is not there is said with the path in full, when it is read.
            var literal = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name != "FileSystem" ? throw Unusable($"'{path}' is no file: it belongs to the provider {provider.Name}.")
                : ParameterSetName == LiteralPathSet || !WildcardPattern.ContainsWildcardCharacters(path) ? [literal]
                : SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } found ? found : throw Unusable($"No file matches '{path}'.");
        }
        catch (System.Management.Automation.DriveNotFoundException e)
        {
            throw Unusable(path.Contains("://", StringComparison.Ordinal) ? $"'{path}' is no file: download it first." : $"'{path}' cannot be found: {e.Message}");
        }
        catch (ProviderNotFoundException e)
        {
            throw Unusable($"'{path}' is no file: {e.Message}");
        }
        catch (ItemNotFoundException)
        {
            throw Unusable($"No file matches '{path}'.");
        }
    }

    private void ImportAll(string path)
    {
        var found = false;
        foreach (var file in ManifestFiles.In(path, Recurse, Unreadable, Directory.GetFileSystemEntries))
        {
            found = true;
            Attempt(file, null, () => Import(file));
        }

        if (!found)
        {
            throw Unusable($"The folder '{path}' holds no *.yaml, *.yml or *.json.", Recurse ? null : "-Recurse looks into its folders, too.");
        }

        void Unreadable(string folder, Exception e)
        {
            found = true;
            Report(folder, null, Unusable($"The folder '{folder}' cannot be read: {e.Message}"));
        }
    }

    private void Import(string file)
    {
        var isEmpty = true;
        foreach (var (document, at) in ManifestReader.Read(TextFile.Read(file, "manifest"), ManifestFiles.Told(file, HostEnvironment.CurrentDirectory)))
        {
            Attempt(file, null, () =>
            {
                var wasEmpty = isEmpty;
                isEmpty = false;
                var items = ManifestReader.Expand(document, at);
                isEmpty = wasEmpty && !items.Any();
                foreach (var (json, place) in items)
                {
                    Attempt(file, null, () =>
                    {
                        var manifest = Manifest.Of(json, null, place);
                        WriteObject(ApiObject.Create(new JsonSource(json, _names, ShowManagedFields: true), place, manifest.ApiVersion, manifest.Kind));
                    });
                }
            });
        }

        if (isEmpty)
        {
            WriteWarning($"The file '{file}' holds no object.");
        }
    }

    private static KubeApiException Unusable(string message, string? action = null) => new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
