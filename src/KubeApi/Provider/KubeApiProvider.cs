using System.Management.Automation;
using System.Management.Automation.Provider;
using KubeApi.Errors;

namespace KubeApi.Provider;

/// <summary>
/// Drives over sessions: <c>cd k8s:/apis/batch/v1/namespaces/default/jobs</c>. The paths are those of the API. PowerShell makes an instance for each operation.
/// </summary>
[CmdletProvider(Name, ProviderCapabilities.ShouldProcess | ProviderCapabilities.ExpandWildcards)]
public sealed class KubeApiProvider : SessionProvider, IContentCmdletProvider
{
    /// <summary>The name of the provider.</summary>
    public const string Name = "KubeApi";

    private Expansion? _expansion;

    /// <inheritdoc/>
    public IContentReader GetContentReader(string path)
    {
        LineReader? reader = null;
        Run(path, (drive, place) => reader = new LineReader(Pipeline, new DriveContent(drive).Read(place)));
        return reader!;
    }

    /// <inheritdoc/>
    public IContentWriter GetContentWriter(string path) =>
        new ManifestWriter(Pipeline, manifests => Run(path, (drive, place) => new DriveContent(drive).Apply(place, manifests, Force)));

    /// <inheritdoc/>
    public void ClearContent(string path) =>
        throw new PSNotSupportedException("Cannot clear an object of a drive: Set-Content applies a whole manifest, and Remove-Item deletes the object.");

    /// <inheritdoc/>
    public object? GetContentReaderDynamicParameters(string path) => HandOverMatches(PathSyntax.HasEmptySegment(path));

    /// <inheritdoc/>
    public object? GetContentWriterDynamicParameters(string path) => HandOverMatches(PathSyntax.HasEmptySegment(path));

    /// <inheritdoc/>
    public object? ClearContentDynamicParameters(string path) => null;

    /// <inheritdoc/>
    protected override bool ItemExists(string path)
    {
        if (DynamicParameters is MissingItemParameters)
        {
            return true;
        }

        var exists = false;
        if (PathSyntax.HasEmptySegment(path))
        {
            return exists;
        }

        Services.IgnoresMissing = true;
        Run(path, (_, place) => exists = Reader!.Exists(place));
        Services.IgnoresMissing = false;
        return exists;
    }

    // Set-Location relies on it alone.

    /// <inheritdoc/>
    protected override bool IsItemContainer(string path) => ResourcePath.TryParse(path) is { IsContainer: true } && ItemExists(path);

    // Globbing does not depend on it. Otherwise, Remove-Item would prompt before the error that a collection is never deleted.

    /// <inheritdoc/>
    protected override bool HasChildItems(string path) => false;

    /// <inheritdoc/>
    protected override void GetItem(string path) => Run(path, (_, place) => Reader!.Read(place, Write));

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse) =>
        Run(path, (drive, place) => Reader!.List(recurse ? throw DriveMessages.NoRecursion(drive.Show(place)) : place, Write));

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse, uint depth) => GetChildItems(path, recurse);

    /// <inheritdoc/>
    protected override void GetChildNames(string path, ReturnContainers returnContainers) => Run(path, (_, place) =>
    {
        Action<ResourcePath, Action<DriveItem>> get = place.IsContainer ? Reader!.List : Reader!.Read;
        get(place, item => WriteItemObject(DriveReader.NameOf(place, item), item.Path.ToString(), item.Path.IsContainer));
    });

    /// <inheritdoc/>
    protected override string[] ExpandPath(string path)
    {
        var parent = path[..path.AsSpan().IndexOfAny('*', '?', '[')];
        Run(parent[..parent.LastIndexOfAny(['/', '\\'])], (drive, _) => _expansion =
            (PSDriveInfo as KubeApiDrive)?.TakePending(path) is { } pending ? Reader!.Adopt(pending) : Reader!.Expand(path, drive.Session.Clock));
        return _expansion is { } expansion ? [.. expansion.Paths.Select(p => p.ToString())] : [];
    }

    /// <inheritdoc/>
    protected override object? ItemExistsDynamicParameters(string path) => HandOverMatches(reportsMissing: false);

    /// <inheritdoc/>
    protected override object? GetItemDynamicParameters(string path) => HandOverMatches(PathSyntax.HasEmptySegment(path));

    /// <inheritdoc/>
    protected override object? GetChildItemsDynamicParameters(string path, bool recurse) => HandOverMatches(reportsMissing: true);

    /// <inheritdoc/>
    protected override object? GetChildNamesDynamicParameters(string path) => HandOverMatches(reportsMissing: true);

    /// <inheritdoc/>
    protected override object? RemoveItemDynamicParameters(string path, bool recurse) => HandOverMatches(PathSyntax.HasEmptySegment(path));

    /// <inheritdoc/>
    protected override void RemoveItem(string path, bool recurse) => Run(path, (drive, place) => new DriveContent(drive).Remove(place, Force));

    private void Write(DriveItem item) => WriteItemObject(item.Value, item.Path.ToString(), item.Path.IsContainer);

    // PowerShell expands a pattern in one instance to find the parameters of a command, and in another one when it runs: the first one's list serves both.
    private MissingItemParameters? HandOverMatches(bool reportsMissing)
    {
        if (PSDriveInfo is KubeApiDrive drive)
        {
            drive.Pending = _expansion;
        }

        return reportsMissing ? new MissingItemParameters() : null;
    }
}
