using System.Formats.Tar;
using System.Security.Cryptography;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Writes the archive that a container sends into a new local folder, as it arrives. The container may be malicious: each entry is checked, links are made
/// last, and nothing is written through one.
/// </summary>
/// <param name="folder">The folder, which is empty.</param>
/// <param name="source">The path in the container, for messages and checks of an entry's content, by the entry's path.</param>
/// <param name="options">The options of the copy.</param>
/// <param name="observer">Receives notifications.</param>
internal sealed class ArchiveReceiver(string folder, Func<string, string> source, CopyOptions options, ICopyObserver observer)
{
    private const int BufferSize = 128 * 1024;

    // An archive is filled up to its record size, at most.
    private const int LongestPadding = 1024 * 1024;

    private readonly List<TreeEntry> _links = [];

    /// <summary>Changes the name of an entry, and of the file that a hard link shares; null refuses the entry. Null to keep all names.</summary>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>The files that were written.</summary>
    public List<ReceivedFile> Files { get; } = [];

    /// <summary>The folders that were in the archive, with their permissions and times.</summary>
    public List<TreeEntry> Folders { get; } = [];

    /// <summary>Reads the archive to its end.</summary>
    /// <exception cref="KubeApiException">The connection broke, the archive is damaged, or a file cannot be written.</exception>
    public async Task ReceiveAsync(Stream archive, CancellationToken cancellationToken)
    {
        var check = EntryCheck.ForLocal(FreeSpace(folder));
        try
        {
            var guarded = new ArchiveGuardStream(archive);
            await using var closing = guarded.ConfigureAwait(false);
            var reader = new TarReader(guarded, leaveOpen: true);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    if (entry.EntryType != TarEntryType.GlobalExtendedAttributes)
                    {
                        await TakeAsync(entry, check, cancellationToken).ConfigureAwait(false);
                    }
                }
            }

            await SkipPaddingAsync(guarded, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException or OverflowException
            or InvalidOperationException or NotSupportedException)
        {
            // The words of System.Formats.Tar are about its own use.
            throw CopyFailure.Damaged("one of its headers is invalid", e);
        }

        MakeLinks();
    }

    private async Task TakeAsync(TarEntry entry, EntryCheck check, CancellationToken cancellationToken)
    {
        var isHardLink = entry.EntryType == TarEntryType.HardLink;
        var name = Rename is null ? entry.Name : Rename(entry.Name);
        var target = Rename is null || !isHardLink ? entry.LinkName : Rename(entry.LinkName) ?? "";
        if (SparseNameOf(entry) is { } sparse)
        {
            observer.Failed(sparse, CopyFailure.Refused(sparse, "tar sent it in the sparse format of GNU; copy this file by itself"));
            return;
        }

        var decision = name is null ? new EntryDecision("", "it was not requested") : check.Check(entry.EntryType, name, entry.Length, target);
        if (decision.Reason is { } reason)
        {
            observer.Failed(entry.Name, CopyFailure.Refused(entry.Name, reason));
            return;
        }

        var described = new TreeEntry(decision.Path, ItemKind.Folder)
        {
            Mode = entry.Mode & PodItem.Permissions,
            Modified = entry.ModificationTime,
            Target = entry.LinkName,
        };
        var local = Local(decision.Path);
        try
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.DirectoryList)
            {
                Directory.CreateDirectory(local);
                Folders.Add(described);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(local)!);
            if (entry.EntryType == TarEntryType.SymbolicLink)
            {
                _links.Add(described);
                return;
            }

            if (decision.Source is { } shared)
            {
                Share(shared, decision.Path, local);
                return;
            }
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            observer.Failed(entry.Name, CopyFailure.Local(source(described.Path), e));
            return;
        }

        await WriteAsync(entry, described, local, cancellationToken).ConfigureAwait(false);
    }

    // The content of such an entry begins with a map of its holes, and its own name is an attribute.
    private static string? SparseNameOf(TarEntry entry) =>
        entry is PaxTarEntry { ExtendedAttributes: var attributes } && attributes.Keys.Any(k => k.StartsWith("GNU.sparse.", StringComparison.Ordinal))
            ? attributes.GetValueOrDefault("GNU.sparse.name", entry.Name) : null;

    private async Task WriteAsync(TarEntry entry, TreeEntry described, string local, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = LocalMetadata.Create(local, isPrivate: true);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            observer.Failed(entry.Name, CopyFailure.Local(source(described.Path), e));
            return;
        }

        using var hash = options.Verifies ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[(int)Math.Clamp(entry.Length, 1, BufferSize)];
            for (int read; entry.DataStream is { } data && (read = await data.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                try
                {
                    file.Write(buffer, 0, read);
                }
                catch (IOException e)
                {
                    throw CopyFailure.Local(source(described.Path), e);
                }

                hash?.AppendData(buffer, 0, read);
                observer.Advanced(read);
            }

            Describe(file, described);
        }

        Files.Add(new ReceivedFile(source(described.Path), local, entry.Length, hash is null ? null : ContentHash.Text(hash)));
    }

    private void Describe(FileStream file, TreeEntry described)
    {
        try
        {
            LocalMetadata.Apply(file, described.Mode, described.Modified);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            observer.Warning(TerminalText.Clean(
                $"The permissions or the time of '{described.Path}' could not be set: {FileFault.Describe(described.Path, e)}"));
        }
    }

    private void Share(string shared, string path, string local)
    {
        File.Copy(Local(shared), local);
        var first = Files.Find(f => f.Local == Local(shared))!;
        Files.Add(first with { Source = source(path), Local = local });
    }

    private void MakeLinks()
    {
        foreach (var link in _links)
        {
            try
            {
                File.CreateSymbolicLink(Local(link.Path), link.Target);
            }
            catch (Exception e) when (CopyFailure.IsLocal(e))
            {
                observer.Failed(source(link.Path), CopyFailure.Local(source(link.Path), e));
            }
        }
    }

    private string Local(string path) => path.Length == 0 ? folder : Path.Combine(folder, path);

    private static async Task SkipPaddingAsync(Stream archive, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (int read, skipped = 0; (read = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if ((skipped += read) > LongestPadding)
            {
                throw CopyFailure.Damaged("more data follows its end");
            }
        }
    }

    private static long FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            // A share of another machine, for example.
            return long.MaxValue;
        }
    }
}
