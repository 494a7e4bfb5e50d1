using System.Formats.Tar;
using System.Security.Cryptography;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Copies folders and files into one folder of a container, as an archive that is written while it is sent. Each item has a temporary name until all
/// items are complete.
/// </summary>
/// <param name="tools">The commands of the container.</param>
/// <param name="folder">The folder in the container.</param>
/// <param name="options">The options of the copy.</param>
internal sealed class TreeUpload(PodTools tools, string folder, CopyOptions options)
{
    private const int BufferSize = 256 * 1024;

    private readonly string _part = PodPath.NewPart();
    private readonly List<SentFile> _sent = [];
    private readonly List<(string From, string To)> _moves = [];
    private readonly List<string> _shrunk = [];

    /// <summary>Copies the items. Incomplete copies are removed.</summary>
    /// <returns>The items that were copied at least partly.</returns>
    /// <exception cref="KubeApiException">Nothing was copied; for a container without tar, the kind is <see cref="FailureKind.ToolNotFound"/>.</exception>
    public async Task<IReadOnlyList<UploadItem>> RunAsync(IReadOnlyList<UploadItem> items, CancellationToken cancellationToken)
    {
        List<(UploadItem Item, string Part, List<TreeEntry> Entries)> trees = [];
        foreach (var item in items)
        {
            var part = $"{_part}.{trees.Count}";
            if (await PlanAsync(item, part, cancellationToken).ConfigureAwait(false) is { Count: > 0 } entries)
            {
                trees.Add((item, part, entries));
            }
        }

        if (trees.Count == 0)
        {
            return [];
        }

        var isDone = false;
        try
        {
            await SendAsync(trees, cancellationToken).ConfigureAwait(false);
            await (_shrunk.Count > 0 ? tools.DeleteAsync(_shrunk, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
            await CheckAsync(cancellationToken).ConfigureAwait(false);
            await (_moves.Count > 0 ? tools.MoveAsync(_moves, cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
            isDone = true;
        }
        finally
        {
            // A tree that was moved as a whole has left nothing.
            string[] left = [.. trees.Where(t => !isDone || t.Item.Existing is { Kind: ItemKind.Folder }).Select(t => InFolder(t.Part))];
            await (left.Length > 0 ? tools.RemoveAsync(left) : Task.CompletedTask).ConfigureAwait(false);
        }

        return [.. trees.Select(t => t.Item)];
    }

    // The entries of an item to send, without conflicting ones.
    private async Task<List<TreeEntry>> PlanAsync(UploadItem item, string part, CancellationToken cancellationToken)
    {
        var entries = LocalTree.Read(item.Item, tools.Observer);
        var existing = item switch
        {
            { Existing: null } => new Dictionary<string, bool>(),
            { Existing.Kind: ItemKind.Folder, Item.Kind: ItemKind.Folder } => await tools.TreeAsync(item.Target, cancellationToken).ConfigureAwait(false),
            { Existing: var other } => new Dictionary<string, bool> { [""] = other.Kind == ItemKind.Folder },
        };
        var plan = await WithoutSpecialsAsync(MergePlan.Make(entries, existing, options.Overwrites), item.Target, existing, cancellationToken)
            .ConfigureAwait(false);
        foreach (var (path, reason) in plan.Conflicts)
        {
            var at = Below(item.Target, path);
            tools.Observer.Failed(at, CopyFailure.Conflict(at, reason));
        }

        _moves.AddRange(plan.Moves.Select(m => (Below(InFolder(part), m), Below(item.Target, m))));
        var isMoved = plan.IsMoved();
        return [.. entries.Where(e => isMoved(e.Path) || (e.Kind == ItemKind.Folder && plan.Moves.Count > 0))];
    }

    // Devices, pipes and sockets are not replaced.
    private async Task<MergePlan> WithoutSpecialsAsync(
        MergePlan plan, string target, IReadOnlyDictionary<string, bool> existing, CancellationToken cancellationToken)
    {
        string[] replaced = [.. plan.Moves.Where(m => m.Length > 0 && existing.ContainsKey(m)).Select(m => Below(target, m))];
        var specials = (await tools.StatAsync(replaced, cancellationToken).ConfigureAwait(false)).Where(i => i.Kind == ItemKind.Other)
            .Select(i => i.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var special in specials)
        {
            tools.Observer.Failed(special, CopyFailure.Refused(special, PodUpload.SpecialReason));
        }

        return plan with { Moves = [.. plan.Moves.Where(m => !specials.Contains(Below(target, m)))] };
    }

    private async Task SendAsync(List<(UploadItem Item, string Part, List<TreeEntry> Entries)> trees, CancellationToken cancellationToken)
    {
        var command = new CopyCommand(tools.Starter, "tar", "xpof", "-", "-C", folder)
        {
            SendAsync = async (input, token) =>
            {
                var buffer = new BufferedStream(input, BufferSize);
                await using var _ = buffer.ConfigureAwait(false);
                var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true);
                await using (writer.ConfigureAwait(false))
                {
                    foreach (var (item, part, entries) in trees)
                    {
                        foreach (var entry in entries)
                        {
                            await WriteAsync(writer, item.Item, part, entry, token).ConfigureAwait(false);
                        }
                    }
                }
            },
        };
        try
        {
            (await command.RunAsync(cancellationToken).ConfigureAwait(false)).Rename(trees.Select(t => (t.Part, PodPath.NameOf(t.Item.Target))))
                .RequireCopy(trees[0].Item.Item.Path, trees is [var only] ? only.Item.Target : folder);
        }
        catch (KubeApiException e) when (CopyRetry.IsCut(e))
        {
            throw CopyFailure.Broken("The archive", "Only single files can be resumed: copy again.", e);
        }
    }

    private async Task WriteAsync(TarWriter writer, LocalItem item, string part, TreeEntry entry, CancellationToken cancellationToken)
    {
        var name = Below(part, entry.Path);
        if (entry.Kind != ItemKind.File)
        {
            var isFolder = entry.Kind == ItemKind.Folder;
            var other = new GnuTarEntry(isFolder ? TarEntryType.Directory : TarEntryType.SymbolicLink, isFolder ? name + "/" : name);
            if (!isFolder)
            {
                other.LinkName = entry.Target;
            }

            await writer.WriteEntryAsync(Described(other, entry), cancellationToken).ConfigureAwait(false);
            return;
        }

        var local = entry.Path.Length == 0 ? item.Path : Path.Combine(item.Path, entry.Path);
        FileStream file;
        try
        {
            file = new FileStream(local, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            tools.Observer.Failed(local, CopyFailure.Local(local, e));
            Forget(name);
            return;
        }

        await using var closing = file.ConfigureAwait(false);
        using var hash = options.Verifies ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var size = file.Length;
        var content = new ExactStream(file, size, hash, tools.Observer) { IsPadded = true };
        try
        {
            var tarEntry = new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content };
            await writer.WriteEntryAsync(Described(tarEntry, entry), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw CopyFailure.Local(local, e);
        }

        if (content.HasShrunk)
        {
            tools.Observer.Failed(local, CopyFailure.Differs(local, $"it was truncated to fewer than its {size} bytes"));
            _shrunk.Add(PodPath.Combine(folder, name));
            Forget(name);
            return;
        }

        _sent.Add(new SentFile(local, PodPath.Combine(folder, name), size, hash is null ? null : ContentHash.Text(hash)));
    }

    // busybox takes the field of the access time for a part of the name, unless it is empty.
    private static GnuTarEntry Described(GnuTarEntry entry, TreeEntry from)
    {
        entry.Mode = from.Mode;
        entry.ModificationTime = from.Modified < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : from.Modified;
        entry.AccessTime = default;
        entry.ChangeTime = default;
        return entry;
    }

    private void Forget(string name) => _moves.RemoveAll(m => m.From == PodPath.Combine(folder, name));

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        string[] paths = [.. _sent.Select(s => s.Path)];
        var arrived = (await tools.StatAsync(paths, cancellationToken).ConfigureAwait(false)).ToDictionary(i => i.Path, i => i.Size, StringComparer.Ordinal);
        foreach (var sent in _sent)
        {
            if (!arrived.TryGetValue(sent.Path, out var size) || size != sent.Size)
            {
                throw CopyFailure.Differs(sent.Local, $"{size} of its {sent.Size} bytes are in the container");
            }
        }

        if (!options.Verifies)
        {
            return;
        }

        var hashes = await tools.HashAsync(paths, cancellationToken).ConfigureAwait(false)
            ?? throw PodTools.NoHash();
        foreach (var (sent, hash) in _sent.Zip(hashes))
        {
            if (sent.Hash != hash)
            {
                throw CopyFailure.Differs(sent.Local, "its SHA-256 in the container differs");
            }
        }
    }

    private string InFolder(string name) => PodPath.Combine(folder, name);

    private static string Below(string root, string path) => path.Length == 0 ? root : PodPath.Combine(root, path);
}
