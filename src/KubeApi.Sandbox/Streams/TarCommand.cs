using System.Formats.Tar;

namespace KubeApi.Sandbox.Streams;

/// <summary>`tar cf - PATH…` and `tar xf -`, with `-C FOLDER`, over the files of a container.</summary>
internal sealed class TarCommand(ContainerFiles files, ContainerProcess process, Stream output)
{
    private const int Record = 32 * 1024;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var words = arguments.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
        var folder = "/";
        if (words.IndexOf("-C") is >= 0 and var place && place + 1 < words.Count)
        {
            folder = words[place + 1];
            words.RemoveRange(place, 2);
        }

        var letters = string.Concat(words.Where((word, index) => index == 0 || word is ['-', _, ..]).Select(word => word.TrimStart('-')));
        // The archive is the first remaining argument.
        var members = words.Where((word, index) => index > 0 && word is not ['-', _, ..]).ToList();
        if (members is not ["-", ..] || letters.Any(letter => !"cxfvmpoh".Contains(letter)) || letters.Contains('c') == letters.Contains('x'))
        {
            return await FailAsync("the sandbox has `tar cf - PATH…` and `tar xf -`, with -C, -m, -p, -o and -h");
        }

        if (files.Find(folder) is not { IsFolder: true })
        {
            return await FailAsync($"can't change directory to '{folder}': No such file or directory");
        }

        try
        {
            return letters.Contains('c')
                ? await CreateAsync(folder, members.Skip(1), letters.Contains('h'))
                : await ExtractAsync(folder, letters.Contains('m'));
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            return await FailAsync("short read");
        }
        catch (IOException exception)
        {
            return await FailAsync(exception.Message);
        }
    }

    private async Task<int> CreateAsync(string folder, IEnumerable<string> members, bool follows)
    {
        var exitCode = 0;
        await using var buffer = new BufferedStream(output, Record);
        await using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var member in members)
            {
                var tree = files.Tree(In(folder, member));
                exitCode = tree.Count == 0 ? await FailAsync($"{member}: No such file or directory") : exitCode;
                _ = tree.Count > 0 && member.StartsWith('/') ? await FailAsync("removing leading '/' from member names") : 0;
                foreach (var (path, file) in tree)
                {
                    var copied = follows ? files.Find(path) ?? file : file;
                    await writer.WriteEntryAsync(Entry(member.Trim('/') + path[tree[0].Key.TrimEnd('/').Length..], copied), process.Ended);
                }
            }
        }

        await buffer.FlushAsync(process.Ended);
        return exitCode;
    }

    private static GnuTarEntry Entry(string name, ContainerFile file)
    {
        var entry = file.IsFolder ? new GnuTarEntry(TarEntryType.Directory, name.TrimEnd('/') + "/")
            : file.Target is { } target ? new GnuTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target }
            : new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(file.Content!.ToArray()) };
        (entry.Mode, entry.ModificationTime) = (file.Mode, file.Modified);
        return entry;
    }

    private async Task<int> ExtractAsync(string folder, bool isTouched)
    {
        await using var reader = new TarReader(process.Input, leaveOpen: true);
        var count = 0;
        for (; await reader.GetNextEntryAsync(copyData: false, process.Ended) is { } entry; count++)
        {
            var path = In(folder, entry.Name.Trim('/'));
            DateTimeOffset? modified = isTouched ? null : entry.ModificationTime;
            files.CreateFolders(entry.EntryType is TarEntryType.Directory ? path : path[..path.LastIndexOf('/')]);
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    var file = files.Create(path, [], mode: entry.Mode, modified: modified);
                    await (entry.DataStream ?? Stream.Null).CopyToAsync(SinkStream.To(files, file), process.Ended);
                    break;
                case TarEntryType.SymbolicLink:
                    files.Create(path, null, entry.LinkName, entry.Mode, modified);
                    break;
                case TarEntryType.HardLink:
                    files.Create(path, files.Read(In(folder, entry.LinkName)), mode: entry.Mode, modified: modified);
                    break;
            }
        }

        await process.Input.CopyToAsync(Stream.Null, process.Ended);
        return count > 0 ? 0 : throw new EndOfStreamException();
    }

    private static string In(string folder, string member) => member.StartsWith('/') ? member : $"{folder}/{member}";

    private Task<int> FailAsync(string message) => process.RespondAsync("", $"tar: {message}\n", 1);
}
