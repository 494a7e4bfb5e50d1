using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Provider;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Provider;

/// <summary>
/// Drives over sessions: <c>cd k8s:/apis/batch/v1/namespaces/default/jobs</c>. The paths are those of the API. PowerShell makes an instance for each operation.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "StopProcessing may come late, and a source without a timer holds nothing to release.")]
[CmdletProvider(Name, ProviderCapabilities.ShouldProcess | ProviderCapabilities.ExpandWildcards)]
public sealed class KubeApiProvider : NavigationCmdletProvider, IContentCmdletProvider
{
    /// <summary>The name of the provider.</summary>
    public const string Name = "KubeApi";

    private readonly CancellationTokenSource _stop = new();
    private readonly ProviderHost _host;
    private readonly PipelineRun _pipeline;
    private DriveSession? _drive;
    private DriveReader? _reader;

    /// <summary>Prepares an operation.</summary>
    public KubeApiProvider()
    {
        _host = new ProviderHost(this, _stop.Token);
        _pipeline = new PipelineRun(_host);
    }

    /// <inheritdoc/>
    public IContentReader GetContentReader(string path)
    {
        LineReader? reader = null;
        Run(path, (drive, place) => reader = new LineReader(_pipeline, new DriveContent(drive).Read(place)));
        return reader!;
    }

    /// <inheritdoc/>
    public IContentWriter GetContentWriter(string path) =>
        new ManifestWriter(_pipeline, manifests => Run(path, (drive, place) => new DriveContent(drive).Apply(place, manifests, Force)));

    /// <inheritdoc/>
    public void ClearContent(string path) => throw new PSNotSupportedException();

    /// <inheritdoc/>
    public object? GetContentReaderDynamicParameters(string path) => null;

    /// <inheritdoc/>
    public object? GetContentWriterDynamicParameters(string path) => null;

    /// <inheritdoc/>
    public object? ClearContentDynamicParameters(string path) => null;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override object NewDriveDynamicParameters() => new NewDriveParameters();

    /// <inheritdoc/>
    protected override PSDriveInfo NewDrive(PSDriveInfo drive)
    {
        KubeApiDrive? made = null;
        _pipeline.Guard(() =>
        {
            var named = (DynamicParameters as NewDriveParameters)?.Session;
            var session = new SessionScope(_pipeline, named is null ? null : [named], requestTimeout: null, needsCurrent: true).All[0];
            made = Drives().FirstOrDefault(d => d.Session.Name == session.Name && d.Session.Server != session.Server) is { } other
                ? throw DriveMessages.NameTaken(other.Name, session.Name)
                : new KubeApiDrive(drive, session);
        });
        return made!;
    }

    /// <inheritdoc/>
    protected override bool IsValidPath(string path) => ResourcePath.TryParse(path) is not null;

    /// <inheritdoc/>
    protected override bool ItemExists(string path)
    {
        var exists = false;
        _host.IgnoresMissing = true;
        Run(path, (_, place) => exists = _reader!.Exists(place));
        _host.IgnoresMissing = false;
        return exists;
    }

    // Set-Location relies on it alone.

    /// <inheritdoc/>
    protected override bool IsItemContainer(string path) => ResourcePath.TryParse(path) is { IsContainer: true } && ItemExists(path);

    // Globbing does not depend on it; Remove-Item would ask for confirmation before it finds that no collection is ever deleted.

    /// <inheritdoc/>
    protected override bool HasChildItems(string path) => false;

    /// <inheritdoc/>
    protected override void GetItem(string path) => Run(path, (_, place) => _reader!.Read(place, Write));

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse) =>
        Run(path, (_, place) => _reader!.List(recurse ? throw DriveMessages.NoRecursion(place.ServerPath) : place, Write));

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse, uint depth) => GetChildItems(path, recurse);

    /// <inheritdoc/>
    protected override void GetChildNames(string path, ReturnContainers returnContainers) => Run(path, (_, place) => _reader!.List(
        place, item => WriteItemObject(DriveReader.NameOf(place, item), item.Path.ToString(), item.Path.IsContainer)));

    /// <inheritdoc/>
    protected override string[] ExpandPath(string path)
    {
        string[] found = [];
        var parent = path[..path.AsSpan().IndexOfAny('*', '?', '[')];
        Run(parent[..parent.LastIndexOfAny(['/', '\\'])], (_, _) => found = [.. _reader!.Expand(path).Select(p => p.ToString())]);
        return found;
    }

    /// <inheritdoc/>
    protected override void RemoveItem(string path, bool recurse) => Run(path, (drive, place) => new DriveContent(drive).Remove(place, recurse, Force));

    /// <inheritdoc/>
    protected override string MakePath(string parent, string child) => PathSyntax.Join(parent ?? "", child ?? "");

    /// <inheritdoc/>
    protected override string GetChildName(string path) => PathSyntax.NameOf(path);

    /// <inheritdoc/>
    protected override string GetParentPath(string path, string root) => PathSyntax.ParentOf(path, root ?? "");

    /// <inheritdoc/>
    protected override string NormalizeRelativePath(string path, string basePath) => PathSyntax.RelativeTo(path, basePath ?? "");

    private void Write(DriveItem item) => WriteItemObject(item.Value, item.Path.ToString(), item.Path.IsContainer);

    private void Run(string path, Action<DriveSession, ResourcePath> work) => _pipeline.Guard(() => _pipeline.Attempt(path, null, () =>
    {
        var place = ResourcePath.TryParse(path) ?? throw DriveMessages.NotFound(path);
        if (_drive?.Session.Name != place.Session)
        {
            _drive = new DriveSession(_pipeline, _host, FindSession(place.Session));
            _reader = new DriveReader(_drive);
        }

        _pipeline.Attempt(place.ServerPath, _drive.Session, () => work(_drive, place));
    }));

    // A path without a drive, as PSPath has it, belongs to the drive with its root.
    private KubeApiSession FindSession(string name) =>
        ((PSDriveInfo as KubeApiDrive)?.Session is { } own && own.Name == name ? own
            : Drives().FirstOrDefault(d => d.Session.Name == name)?.Session ?? SessionStore.Find(name)) is { IsConnected: true } session
            ? session : throw DriveMessages.NoSession(name);

    private IEnumerable<KubeApiDrive> Drives() =>
        SessionState.Drive.GetAllForProvider(Name).OfType<KubeApiDrive>().Where(d => d.Session.IsConnected);
}
