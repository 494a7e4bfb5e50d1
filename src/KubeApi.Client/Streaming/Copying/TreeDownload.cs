using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Copies a folder, or several files, out of a container as an archive that is read as it arrives. It is written to a new folder next to its
/// destination, and moved there when it is complete.
/// </summary>
/// <param name="tools">The commands of the container.</param>
/// <param name="options">The options of the copy.</param>
internal sealed class TreeDownload(PodTools tools, CopyOptions options)
{
    /// <summary>Copies a folder with all that it contains.</summary>
    /// <returns>Whether something was copied.</returns>
    /// <exception cref="KubeApiException">Nothing was copied.</exception>
    public async Task<bool> CopyFolderAsync(DownloadItem item, CancellationToken cancellationToken)
    {
        var part = NewFolder(item.Target);
        try
        {
            var receiver = new ArchiveReceiver(part, path => PodPath.Combine(item.Item.Path, path), options, tools.Observer);
            await ReceiveAsync(receiver, item.Item.Path, ["tar", "cf", "-", "-C", item.Item.Path, "."], cancellationToken).ConfigureAwait(false);
            return Place(part, item.Target, receiver.Folders);
        }
        finally
        {
            LocalMetadata.Remove(part);
        }
    }

    /// <summary>Copies files. Links are followed.</summary>
    /// <returns>The files that were copied.</returns>
    /// <exception cref="KubeApiException">None was copied; for a container without tar, the kind is <see cref="FailureKind.ToolNotFound"/>.</exception>
    public async Task<IReadOnlyList<DownloadItem>> CopyFilesAsync(IReadOnlyList<DownloadItem> items, CancellationToken cancellationToken)
    {
        List<DownloadItem> copied = [];
        for (var next = 0; next < items.Count;)
        {
            var (first, length) = (next, 0);
            while (next < items.Count && (next == first || (length += items[next].Item.Path.Length) <= PodTools.LongestArguments))
            {
                next++;
            }

            copied.AddRange(await CopyBatchAsync([.. items.Skip(first).Take(next - first)], cancellationToken).ConfigureAwait(false));
        }

        return copied;
    }

    private async Task<IReadOnlyList<DownloadItem>> CopyBatchAsync(IReadOnlyList<DownloadItem> items, CancellationToken cancellationToken)
    {
        var part = NewFolder(items[0].Target);
        try
        {
            // In the archive, each file has its path; here, its number.
            var numbers = items.Select((item, i) => (item.Item.Path, Number: $"{i}")).ToDictionary(p => p.Path, p => p.Number, StringComparer.Ordinal);
            var receiver = new ArchiveReceiver(part, number => items[int.Parse(number, null)].Item.Path, options, tools.Observer)
            {
                Rename = name => numbers.GetValueOrDefault("/" + (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name)),
            };
            string[] command = ["tar", "chf", "-", "-C", "/", .. items.Select(i => "." + i.Item.Path)];
            await ReceiveAsync(receiver, items[0].Item.Path, command, cancellationToken).ConfigureAwait(false);
            return [.. items.Where((item, i) => File.Exists(Path.Combine(part, $"{i}")) && Place(Path.Combine(part, $"{i}"), item.Target, []))];
        }
        finally
        {
            LocalMetadata.Remove(part);
        }
    }

    private async Task ReceiveAsync(ArchiveReceiver receiver, string path, string[] command, CancellationToken cancellationToken)
    {
        ToolResult result;
        try
        {
            result = await new CopyCommand(tools.Starter, command) { ReceiveAsync = receiver.ReceiveAsync }.RunAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (KubeApiException e) when (CopyRetry.IsCut(e))
        {
            throw CopyFailure.Broken($"'{path}'", "Only single files can be resumed: copy again.", e);
        }

        if (!result.IsSuccess)
        {
            if (receiver.Files.Count == 0 && receiver.Folders.Count == 0)
            {
                throw result.Failure();
            }

            // Some files could not be read, or were modified in the meantime; the others are complete.
            tools.Observer.Failed(path, result.Failure());
            await CheckSizesAsync(receiver, cancellationToken).ConfigureAwait(false);
        }

        await (options.Verifies ? CheckHashesAsync(receiver, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task CheckSizesAsync(ArchiveReceiver receiver, CancellationToken cancellationToken)
    {
        string[] paths = [.. receiver.Files.Select(f => f.Source)];
        var sizes = (await tools.StatAsync(paths, cancellationToken).ConfigureAwait(false)).ToDictionary(i => i.Path, i => i.Size, StringComparer.Ordinal);
        foreach (var file in receiver.Files.Where(f => sizes.GetValueOrDefault(f.Source, -1) != f.Size))
        {
            Drop(file, "its size in the container differs");
        }
    }

    private async Task CheckHashesAsync(ArchiveReceiver receiver, CancellationToken cancellationToken)
    {
        string[] paths = [.. receiver.Files.Select(f => f.Source)];
        var hashes = paths.Length == 0 ? [] : await tools.HashAsync(paths, cancellationToken).ConfigureAwait(false)
            ?? throw PodTools.NoHash();
        foreach (var (file, hash) in receiver.Files.Zip(hashes).Where(p => p.First.Hash != p.Second))
        {
            Drop(file, "its SHA-256 in the container differs");
        }
    }

    private void Drop(ReceivedFile file, string how)
    {
        tools.Observer.Failed(file.Source, CopyFailure.Differs(file.Source, how));
        LocalMetadata.Remove(file.Local);
    }

    private static string NewFolder(string target)
    {
        var part = Path.Combine(Path.GetDirectoryName(target)!, PodPath.NewPart());
        try
        {
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(part)
                : Directory.CreateDirectory(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return part;
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            throw CopyFailure.Local(target, e);
        }
    }

    private bool Place(string part, string target, IReadOnlyList<TreeEntry> folders)
    {
        if (!Path.Exists(target))
        {
            return PlaceWhole(part, target, folders);
        }

        var item = LocalItem.Find(part)!;
        var entries = LocalTree.Read(item, tools.Observer);
        var existing = entries.Select(e => (e.Path, Kind: KindOf(Below(target, e.Path)))).Where(e => e.Kind is not null)
            .ToDictionary(e => e.Path, e => e.Kind == ItemKind.Folder, StringComparer.Ordinal);
        var plan = MergePlan.Make(entries, existing, options.Overwrites);
        foreach (var (path, reason) in plan.Conflicts)
        {
            tools.Observer.Failed(Below(target, path), CopyFailure.Conflict(Below(target, path), reason));
        }

        var links = entries.Where(e => e.Kind == ItemKind.Link).ToDictionary(e => e.Path, e => e.Target, StringComparer.Ordinal);
        foreach (var path in plan.Moves)
        {
            if (FileKind.SpecialKind(Below(target, path)) is { } special)
            {
                tools.Observer.Failed(Below(target, path), CopyFailure.Refused(Below(target, path), $"{special} of that name exists"));
                continue;
            }

            try
            {
                Move(Below(part, path), Below(target, path), links.GetValueOrDefault(path));
            }
            catch (Exception e) when (CopyFailure.IsLocal(e))
            {
                tools.Observer.Failed(Below(target, path), CopyFailure.Local(Below(target, path), e));
            }
        }

        var isMoved = plan.IsMoved();
        DescribeFolders(folders.Where(f => isMoved(f.Path)), target);
        return plan.Moves.Count > 0;
    }

    private bool PlaceWhole(string part, string target, IReadOnlyList<TreeEntry> folders)
    {
        try
        {
            Move(part, target, link: null);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            throw CopyFailure.Local(target, e);
        }

        DescribeFolders(folders, target);
        return true;
    }

    // Last, since a folder need not be writable, and its time is that of the last change in it.
    private void DescribeFolders(IEnumerable<TreeEntry> folders, string target)
    {
        foreach (var folder in folders.OrderByDescending(f => f.Path.Length))
        {
            Describe(folder, Below(target, folder.Path));
        }
    }

    private static void Move(string from, string to, string? link)
    {
        if (link is not null)
        {
            File.Delete(to);
            File.CreateSymbolicLink(to, link);
        }
        else if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: true);
        }
    }

    private void Describe(TreeEntry folder, string path)
    {
        try
        {
            LocalMetadata.Apply(path, folder.Mode, folder.Modified);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            tools.Observer.Failed(path, CopyFailure.Local(path, e));
        }
    }

    // Nothing is merged into the target of a link below the folder that the user named.
    private static ItemKind? KindOf(string path) =>
        new FileInfo(path).LinkTarget is not null ? ItemKind.Link
            : Directory.Exists(path) ? ItemKind.Folder
            : File.Exists(path) ? ItemKind.File
            : null;

    private static string Below(string root, string path) => path.Length == 0 ? root : Path.Combine(root, path);
}
