using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Copies files and folders out of a container.</summary>
public sealed class PodDownload
{
    private readonly PodTools _tools;
    private readonly CopyOptions _options;

    /// <summary>Prepares copies.</summary>
    /// <param name="target">The container.</param>
    /// <param name="options">The options of the copy.</param>
    /// <param name="observer">Receives notifications.</param>
    /// <param name="clock">Measures pauses.</param>
    public PodDownload(CommandTarget target, CopyOptions options, ICopyObserver observer, TimeProvider clock)
        : this(new ExecStarter(target), options, observer, clock)
    {
    }

    internal PodDownload(ICommandStarter starter, CopyOptions options, ICopyObserver observer, TimeProvider clock) =>
        (_tools, _options) = (new PodTools(starter, clock, observer) { Root = options.Root }, options);

    /// <summary>Finds the items of paths. A path that does not exist, or matches nothing, is reported.</summary>
    /// <param name="paths">The paths; relative ones begin in the working directory of the container.</param>
    /// <param name="parse">Reads a part of a path, between slashes.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="KubeApiException">The container cannot be searched.</exception>
    public async Task<IReadOnlyList<PodItem>> FindAsync(
        IReadOnlyList<string> paths, Func<string, NamePattern> parse, CancellationToken cancellationToken)
    {
        var current = paths.All(p => p.StartsWith('/')) ? "/" : await _tools.CurrentAsync(cancellationToken).ConfigureAwait(false);
        List<string> found = [];
        foreach (var path in paths)
        {
            var matches = await ExpandAsync(_tools.Root + PodPath.Normalize(path, current), parse, cancellationToken).ConfigureAwait(false);
            found.AddRange(matches);
            if (matches.Count == 0)
            {
                _tools.Observer.Failed(path, CopyFailure.NoMatch(path, "the container"));
            }
        }

        string[] distinct = [.. found.Distinct(StringComparer.Ordinal)];
        var resolved = await new LinkResolver(_tools).ResolveAsync(distinct, cancellationToken).ConfigureAwait(false);
        var items = (await _tools.StatAsync([.. resolved.Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false))
            .ToDictionary(i => i.Path, StringComparer.Ordinal);
        foreach (var missing in distinct.Zip(resolved).Where(p => !items.ContainsKey(p.Second)).Select(p => p.First[_tools.Root.Length..]))
        {
            _tools.Observer.Failed(missing, CopyFailure.NotFound(missing, "the container"));
        }

        // Below the root of another container, two links may lead to one file.
        return [.. distinct.Zip(resolved).DistinctBy(p => p.Second, StringComparer.Ordinal).Where(p => items.ContainsKey(p.Second))
            .Select(p => items[p.Second] with { Name = PodPath.NameOf(p.First[_tools.Root.Length..]) })];
    }

    /// <summary>Determines the paths of the copies. Changes nothing.</summary>
    /// <param name="items">The items.</param>
    /// <param name="destination">A folder for them; or, for one item, its new path; in full.</param>
    /// <param name="isFolder">Whether the destination must be a folder, which may have to be created.</param>
    /// <exception cref="KubeApiException">The destination cannot be used.</exception>
    public IReadOnlyList<DownloadItem> Plan(IReadOnlyList<PodItem> items, string destination, bool isFolder)
    {
        var isPresent = Directory.Exists(destination);
        if (!isPresent && !isFolder)
        {
            return [.. items.Select(i => new DownloadItem(i, destination))];
        }

        if (!isPresent && File.Exists(destination))
        {
            throw CopyFailure.Refused(destination, "it exists, and is not a folder");
        }

        List<DownloadItem> planned = [];
        foreach (var item in items)
        {
            var name = item.Name;
            var target = Path.Combine(destination, name);
            var fault = !PodPath.IsName(name) ? "its last part is not a name" : OperatingSystem.IsWindows() ? EntryCheck.WindowsFault(name) : null;
            var failure = fault is not null ? CopyFailure.Refused(item.Path, fault)
                : planned.Exists(p => p.Target == target) ? CopyFailure.Refused(item.Path, "another item has the same name")
                : null;
            if (failure is not null)
            {
                _tools.Observer.Failed(item.Path, failure);
            }
            else
            {
                planned.Add(new DownloadItem(item, target));
            }
        }

        return planned;
    }

    /// <summary>Copies items. Items that cannot be copied are reported.</summary>
    /// <param name="items">The items with the paths of their copies, all in the same local folder.</param>
    /// <param name="createsFolder">Whether that folder is created if it is missing.</param>
    /// <param name="cancellationToken">Cancels the copies, and removes incomplete ones.</param>
    /// <returns>The items that were copied at least partly.</returns>
    /// <exception cref="KubeApiException">Nothing was copied.</exception>
    public async Task<IReadOnlyList<DownloadItem>> RunAsync(
        IReadOnlyList<DownloadItem> items, bool createsFolder, CancellationToken cancellationToken)
    {
        var possible = items.Where(IsPossible).ToList();
        if (createsFolder && possible.Count > 0)
        {
            CreateFolder(Path.GetDirectoryName(possible[0].Target)!);
        }

        await (_options.Verifies ? _tools.RequireHashAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        var files = possible.Where(i => i.Item.Kind == ItemKind.File).ToList();
        var single = await SinglesOfAsync(files, cancellationToken).ConfigureAwait(false);
        List<DownloadItem> copied = [];
        foreach (var (some, prefersCat) in new[] { (single, true), (files.Except(single).ToList(), false) }.Where(b => b.Item1.Count > 0))
        {
            copied.AddRange(await PodTools.EitherAsync(
                prefersCat, true, () => CopyOneByOneAsync(some, possible.Count == 1, cancellationToken),
                () => new TreeDownload(_tools, _options).CopyFilesAsync(some, cancellationToken)).ConfigureAwait(false));
        }

        foreach (var folder in possible.Where(i => i.Item.Kind == ItemKind.Folder))
        {
            try
            {
                var isCopied = await new TreeDownload(_tools, _options).CopyFolderAsync(folder, cancellationToken).ConfigureAwait(false);
                copied.AddRange(isCopied ? [folder] : []);
            }
            catch (KubeApiException e) when (possible.Count > 1)
            {
                _tools.Observer.Failed(folder.Item.Path, e);
            }
        }

        return copied;
    }

    // The files that are not copied as an archive: a single one, and those whose size of 0 may be wrong.
    private async Task<List<DownloadItem>> SinglesOfAsync(List<DownloadItem> files, CancellationToken cancellationToken)
    {
        var empty = files.FindAll(f => f.Item.Size == 0);
        var made = files.FindAll(f => PodPath.IsKernelFolder(f.Item.Path));
        return files.Count == 1 ? files
            : made.Count > 0 ? [.. made.Union(empty)]
            : empty.Count == 0 || !await new ItemProbe(_tools).MayHaveContentAsync([.. empty.Select(f => f.Item.Path)], cancellationToken)
                .ConfigureAwait(false) ? []
            : empty;
    }

    private async Task<IReadOnlyList<DownloadItem>> CopyOneByOneAsync(List<DownloadItem> files, bool isOnly, CancellationToken cancellationToken)
    {
        List<DownloadItem> copied = [];
        foreach (var file in files)
        {
            try
            {
                await new FileDownload(_tools, file.Item, file.Target, _options).RunAsync(cancellationToken).ConfigureAwait(false);
                copied.Add(file);
            }
            catch (KubeApiException e) when (!isOnly && e.Failure != FailureKind.ToolNotFound)
            {
                _tools.Observer.Failed(file.Item.Path, e);
            }
        }

        return copied;
    }

    // Names of the container are compared with the pattern here: no shell of the container expands anything.
    private async Task<IReadOnlyList<string>> ExpandAsync(string path, Func<string, NamePattern> parse, CancellationToken cancellationToken)
    {
        List<string> found = [path.Length > 1 ? "" : "/"];
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, matches) = parse(part);
            if (matches is null)
            {
                found = [.. found.Select(f => $"{f}/{name}")];
                continue;
            }

            List<string> next = [];
            foreach (var folder in await new LinkResolver(_tools).ResolveAsync(found, cancellationToken).ConfigureAwait(false))
            {
                var names = await ListAsync(folder.Length == 0 ? "/" : folder, cancellationToken).ConfigureAwait(false);
                // As in a shell, hidden names match a pattern for hidden names only.
                next.AddRange(names.Where(n => (n[0] != '.' || part[0] == '.') && matches(n)).Order(StringComparer.Ordinal).Select(n => $"{folder}/{n}")
                    .Where(IsText));
            }

            found = next;
        }

        return found;
    }

    private bool IsText(string path)
    {
        var fault = PodPath.TextFault(PodPath.NameOf(path));
        if (fault is not null)
        {
            _tools.Observer.Failed(path, CopyFailure.Refused(path, fault));
        }

        return fault is null;
    }

    private async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await _tools.ListAsync(folder, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.CommandFailed)
        {
            // Not a folder, or not readable: nothing in it matches.
            return [];
        }
    }

    private bool IsPossible(DownloadItem item)
    {
        var failure = item switch
        {
            { Item.Kind: ItemKind.Other or ItemKind.Link } => CopyFailure.Refused(item.Item.Path, "it is a device, a pipe or a socket"),
            { Item.Kind: ItemKind.Folder } when PodPath.IsKernelFolder(item.Item.Path) => CopyFailure.Refused(
                item.Item.Path, "its files have no meaningful sizes, so only single files can be copied from it"),
            _ when FileKind.SpecialKind(item.Target) is { } special => CopyFailure.Refused(item.Target, $"{special} of that name exists"),
            // Whatever exists there lies below the folder that the user named: a link in it may lead anywhere.
            { Item.Kind: ItemKind.Folder } when new FileInfo(item.Target).LinkTarget is not null =>
                CopyFailure.Refused(item.Target, "a link of that name exists"),
            { Item.Kind: ItemKind.Folder } when File.Exists(item.Target) => CopyFailure.Refused(item.Target, "a file of that name exists"),
            { Item.Kind: ItemKind.File } when Directory.Exists(item.Target) => CopyFailure.Refused(item.Target, "a folder of that name exists"),
            { Item.Kind: ItemKind.File } when !_options.Overwrites && File.Exists(item.Target) => CopyFailure.Exists(item.Target),
            _ => null,
        };
        if (failure is not null)
        {
            _tools.Observer.Failed(item.Item.Path, failure);
        }

        return failure is null;
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            throw CopyFailure.Local(path, e);
        }
    }
}
