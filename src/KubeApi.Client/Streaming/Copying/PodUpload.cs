using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Copies local files and folders into a container.</summary>
public sealed class PodUpload
{
    /// <summary>The reason why an item is not copied over a special file.</summary>
    internal const string SpecialReason = "a device, a pipe or a socket of that name exists";

    private readonly PodTools _tools;
    private readonly CopyOptions _options;

    /// <summary>Prepares copies.</summary>
    /// <param name="target">The container.</param>
    /// <param name="options">The options of the copy.</param>
    /// <param name="observer">Receives notifications.</param>
    /// <param name="clock">Measures pauses.</param>
    public PodUpload(CommandTarget target, CopyOptions options, ICopyObserver observer, TimeProvider clock)
        : this(new ExecStarter(target), options, observer, clock)
    {
    }

    internal PodUpload(ICommandStarter starter, CopyOptions options, ICopyObserver observer, TimeProvider clock) =>
        (_tools, _options) = (new PodTools(starter, clock, observer) { Root = options.Root }, options);

    /// <summary>Determines the paths of the copies. Changes nothing.</summary>
    /// <param name="items">The items.</param>
    /// <param name="destination">A folder for them; or, for one item, its new path.</param>
    /// <param name="isFolder">Whether the destination must be a folder, which may have to be created.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="KubeApiException">The destination cannot be used.</exception>
    public async Task<UploadPlan> PlanAsync(
        IReadOnlyList<LocalItem> items, string destination, bool isFolder, CancellationToken cancellationToken)
    {
        var current = destination.StartsWith('/') ? "/" : await _tools.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var resolver = new LinkResolver(_tools);
        var path = await resolver.ResolveAsync(_tools.Root + PodPath.Normalize(destination, current), cancellationToken).ConfigureAwait(false);
        var inside = await resolver.ResolveAsync([.. items.Select(i => PodPath.Combine(path, i.Name))], cancellationToken).ConfigureAwait(false);
        var found = (await _tools.StatAsync([path, .. inside], cancellationToken).ConfigureAwait(false)).ToLookup(i => i.Path, StringComparer.Ordinal);
        var existing = found[path].FirstOrDefault();
        if (existing is { Kind: not ItemKind.Folder } && isFolder)
        {
            throw CopyFailure.Refused(path, "it exists, and is not a folder");
        }

        if (existing is not { Kind: ItemKind.Folder } && !isFolder)
        {
            return new UploadPlan([new UploadItem(items[0], path, existing)], CreatesFolder: false);
        }

        List<UploadItem> planned = [];
        foreach (var (item, target) in items.Zip(inside))
        {
            if (planned.Exists(p => p.Target == target))
            {
                _tools.Observer.Failed(item.Path, CopyFailure.Refused(item.Path, "another item has the same name"));
            }
            else
            {
                planned.Add(new UploadItem(item, target, found[target].FirstOrDefault()));
            }
        }

        return new UploadPlan(planned, CreatesFolder: existing is null);
    }

    /// <summary>Copies the planned items. Items that cannot be copied are reported.</summary>
    /// <param name="plan">The items.</param>
    /// <param name="cancellationToken">Cancels the copies, and removes incomplete ones.</param>
    /// <returns>The items that were copied at least partly.</returns>
    /// <exception cref="KubeApiException">Nothing was copied.</exception>
    public async Task<IReadOnlyList<UploadItem>> RunAsync(UploadPlan plan, CancellationToken cancellationToken)
    {
        var possible = plan.Items.Where(IsPossible).ToList();
        if (possible.Count == 0)
        {
            return [];
        }

        await (_options.Verifies ? _tools.RequireHashAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        var folder = PodPath.ParentOf(possible[0].Target);
        await (plan.CreatesFolder ? _tools.MakeFolderAsync(folder, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        return await PodTools.EitherAsync(
            possible is [{ Item.Kind: ItemKind.File }], possible.TrueForAll(i => i.Item.Kind == ItemKind.File),
            () => CopyOneByOneAsync(possible, cancellationToken),
            () => new TreeUpload(_tools, folder, _options).RunAsync(possible, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<UploadItem>> CopyOneByOneAsync(List<UploadItem> files, CancellationToken cancellationToken)
    {
        List<UploadItem> copied = [];
        foreach (var file in files)
        {
            try
            {
                await new FileUpload(_tools, file.Item, file.Target, _options.Verifies).RunAsync(cancellationToken).ConfigureAwait(false);
                copied.Add(file);
            }
            catch (KubeApiException e) when (files.Count > 1 && e.Failure != FailureKind.ToolNotFound)
            {
                _tools.Observer.Failed(file.Item.Path, e);
            }
        }

        return copied;
    }

    private bool IsPossible(UploadItem item)
    {
        var failure = item switch
        {
            { Existing: null } or { Existing.Kind: ItemKind.Folder, Item.Kind: ItemKind.Folder } => null,
            { Existing.Kind: ItemKind.Other } => CopyFailure.Refused(item.Target, SpecialReason),
            { Existing.Kind: ItemKind.Folder } => CopyFailure.Refused(item.Target, "a folder of that name exists"),
            { Item.Kind: ItemKind.Folder } => CopyFailure.Refused(item.Target, "a file of that name exists"),
            _ => _options.Overwrites ? null : CopyFailure.Exists(item.Target),
        };
        if (failure is not null)
        {
            _tools.Observer.Failed(item.Target, failure);
        }

        return failure is null;
    }
}
