using System.Formats.Tar;
using System.Globalization;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Archives from hostile and broken containers.</summary>
public sealed class ArchiveReceiverTests : IDisposable
{
    private const int Runs = 2000;
    private const int BlockSize = 512;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-archive-");
    private readonly RecordedCopy _observer = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Hostile_entries_are_refused_by_name_and_the_others_are_written()
    {
        var archive = Archive(
            Entry(TarEntryType.RegularFile, "good"), Entry(TarEntryType.RegularFile, "../evil"), Entry(TarEntryType.RegularFile, "/tmp/kubeapi-evil"),
            Entry(TarEntryType.SymbolicLink, "out", "../.."), Entry(TarEntryType.RegularFile, "out/evil"), Entry(TarEntryType.SymbolicLink, "in", "folder"),
            Entry(TarEntryType.RegularFile, "in/evil"), Entry(TarEntryType.CharacterDevice, "null"), Entry(TarEntryType.Fifo, "pipe"),
            Entry(TarEntryType.RegularFile, "good"), Entry(TarEntryType.HardLink, "passwd", "/etc/passwd"), Entry(TarEntryType.HardLink, "shared", "good"),
            Entry(TarEntryType.Directory, "folder/"), Entry(TarEntryType.RegularFile, "folder/last"));
        var target = Folder("hostile");

        await Receiver(target).ReceiveAsync(new MemoryStream(archive), default);

        string[] refused = ["../evil", "/tmp/kubeapi-evil", "out", "out/evil", "in/evil", "null", "pipe", "good", "passwd"];
        Assert.Equal(refused, _observer.Failures.Select(f => f.Path));
        Assert.All(_observer.Failures, f => Assert.Equal(FailureKind.ItemRefused, f.Failure.Failure));
        Assert.Equal(
            ["folder", "folder/last", "good", "in", "shared"],
            Directory.GetFileSystemEntries(target, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Select(f => Path.GetRelativePath(target, f).Replace('\\', '/')).Where(f => f != "in/last").Order(StringComparer.Ordinal));
        Assert.Equal("content of good", await File.ReadAllTextAsync(Path.Combine(target, "shared")));
        Assert.False(File.Exists("/tmp/kubeapi-evil"));
    }

    [Theory]
    [InlineData('L')]
    [InlineData('K')]
    [InlineData('x')]
    [InlineData('g')]
    public async Task An_oversized_name_is_refused_without_allocating_it(char type)
    {
        var archive = Archive(Entry(TarEntryType.RegularFile, "a"));
        archive[156] = (byte)type;
        Encoding.ASCII.GetBytes("04000000000\0").CopyTo(archive, 124);
        FixChecksum(archive.AsSpan(0, BlockSize));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var e = await Assert.ThrowsAsync<KubeApiException>(() => Receiver(Folder($"name-{type}")).ReceiveAsync(new MemoryStream(archive), default));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public async Task Long_names_and_large_extended_attributes_are_read(TarEntryFormat format)
    {
        var name = string.Join('/', Enumerable.Repeat(new string('n', 90), 4)) + "/日本";
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            TarEntry entry = format == TarEntryFormat.Pax
                ? new PaxTarEntry(TarEntryType.RegularFile, name, [new("comment", new string('c', 3000)), new("vendor", "size=5")])
                : new GnuTarEntry(TarEntryType.RegularFile, name);
            entry.DataStream = new MemoryStream("data"u8.ToArray());
            writer.WriteEntry(entry);
            writer.WriteEntry(Entry(TarEntryType.RegularFile, "next"));
        }

        var target = Folder($"long-{format}");
        archive.Position = 0;

        await Receiver(target).ReceiveAsync(archive, default);

        Assert.Empty(_observer.Failures);
        Assert.Equal("data", await File.ReadAllTextAsync(Path.Combine(target, name)));
        Assert.True(File.Exists(Path.Combine(target, "next")));
    }

    [Fact]
    public async Task Endless_data_after_an_archive_is_cut_off()
    {
        var archive = new MemoryStream();
        archive.Write(Archive(Entry(TarEntryType.RegularFile, "a")));
        archive.SetLength(archive.Length + (3 * 1024 * 1024));
        archive.Position = 0;

        var e = await Assert.ThrowsAsync<KubeApiException>(() => Receiver(Folder("endless")).ReceiveAsync(archive, default));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
    }

    [Theory]
    [InlineData(2, 0, BlockSize)]
    [InlineData(2, 0, 2 * BlockSize)]
    [InlineData(2, 148, 8)]
    [InlineData(7, BlockSize - 1, 1)]
    public async Task A_block_that_looks_like_the_end_hides_no_file(int block, int offset, int length)
    {
        var archive = Archive(Entry(TarEntryType.RegularFile, "a"), Entry(TarEntryType.RegularFile, "b"), Entry(TarEntryType.RegularFile, "c"));
        var at = (block * BlockSize) + offset;
        archive.AsSpan(at, length).Fill(block == 2 ? (byte)0 : (byte)1);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => Receiver(Folder("end")).ReceiveAsync(new MemoryStream(archive), default));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.Contains("damaged archive", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)] // Only one of two end blocks is missing.
    [InlineData(3)] // The end is missing.
    [InlineData(2)] // The content of the file is incomplete.
    [InlineData(1)]
    [InlineData(0)]
    public async Task An_archive_without_its_end_is_incomplete(int blocks)
    {
        var archive = Archive(Entry(TarEntryType.RegularFile, "a"), Entry(TarEntryType.Directory, "b/"));
        Assert.Equal(5 * BlockSize, archive.Length);

        var e = await Assert.ThrowsAsync<KubeApiException>(
            () => Receiver(Folder("half")).ReceiveAsync(new MemoryStream(archive[..(blocks * BlockSize)]), default));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.StartsWith("The container sent only a part of the archive: its end is missing.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sparse_entry_is_refused_by_its_real_name()
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            var entry = new PaxTarEntry(
                TarEntryType.RegularFile, "GNUSparseFile.0/a", [new("GNU.sparse.major", "1"), new("GNU.sparse.minor", "0"), new("GNU.sparse.name", "a")])
            {
                DataStream = new MemoryStream("1\n0\n5\n"u8.ToArray()),
            };
            writer.WriteEntry(entry);
            writer.WriteEntry(Entry(TarEntryType.RegularFile, "next"));
        }

        var target = Folder("sparse");
        archive.Position = 0;

        await Receiver(target).ReceiveAsync(archive, default);

        Assert.Equal(("a", FailureKind.ItemRefused), _observer.Failures.Select(f => (f.Path, f.Failure.Failure)).Single());
        Assert.Equal(["next"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Damaged_archives_never_write_outside_and_fail_as_invalid()
    {
        var valid = Archive(
            Entry(TarEntryType.Directory, "a/"), Entry(TarEntryType.RegularFile, "a/b"), Entry(TarEntryType.SymbolicLink, "a/l", "../c"),
            Entry(TarEntryType.RegularFile, new string('x', 150)), Entry(TarEntryType.HardLink, "h", "a/b"), Entry(TarEntryType.RegularFile, "c"));
        var outside = Directory.GetFileSystemEntries(_folder.FullName).Length;
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var target = Folder("fuzzed");
            byte[] bytes = [.. valid];
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                Damage(bytes, random);
            }

            bytes = random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            KubeApiException? failure = null;
            try
            {
                await Receiver(target).ReceiveAsync(new MemoryStream(bytes), default);
            }
            catch (KubeApiException e)
            {
                failure = e;
            }

            Assert.True(failure is null or { Failure: FailureKind.InvalidAnswer or FailureKind.FileNotCopied }, $"seed {seed}: {failure}");
            Assert.False(failure?.Failure == FailureKind.InvalidAnswer && !failure.Message.StartsWith("The container sent ", StringComparison.Ordinal));
            Assert.Equal(outside + 1, Directory.GetFileSystemEntries(_folder.FullName).Length);
            var written = Directory.GetFileSystemEntries(target, "*", SearchOption.AllDirectories).Select(f => new FileInfo(f));
            var links = written.Where(f => f.LinkTarget is not null);
            Assert.All(links, l => Assert.StartsWith(target, Path.GetFullPath(l.LinkTarget!, l.DirectoryName!), StringComparison.Ordinal));

            Directory.Delete(target, recursive: true);
        }
    }

    // Mostly bytes of headers; their checksums are corrected, so the headers are parsed.
    private static void Damage(byte[] bytes, Random random)
    {
        var block = random.Next(bytes.Length / BlockSize) * BlockSize;
        string[] values = ["../../x", "/etc/x", "..", ".", "a/b", "a/l", "a/l/x", "77777777777", "00000000000", "-1", "\0", "a\\b", "b/../../x"];
        int[] fields = [0, 100, 124, 136, 156, 157, 257, 345];
        var at = block + fields[random.Next(fields.Length)];
        if (random.Next(3) == 0)
        {
            bytes[block + random.Next(BlockSize)] = (byte)random.Next(256);
        }
        else if (at == block + 156)
        {
            bytes[at] = (byte)"01234567LKxgDSVM\0"[random.Next(17)];
        }
        else
        {
            Encoding.ASCII.GetBytes(values[random.Next(values.Length)] + "\0").CopyTo(bytes, at);
        }

        if (random.Next(8) > 0)
        {
            FixChecksum(bytes.AsSpan(block, BlockSize));
        }
    }

    private static void FixChecksum(Span<byte> header)
    {
        "        "u8.CopyTo(header[148..]);
        var sum = 0;
        foreach (var b in header)
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static GnuTarEntry Entry(TarEntryType type, string name, string target = "")
    {
        var entry = new GnuTarEntry(type, name) { Mode = (UnixFileMode)0b110_100_100, AccessTime = default, ChangeTime = default };
        if (type == TarEntryType.RegularFile)
        {
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"content of {name}")));
        }

        if (target.Length > 0)
        {
            entry.LinkName = target;
        }

        return entry;
    }

    private static byte[] Archive(params TarEntry[] entries)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }

    private ArchiveReceiver Receiver(string target) => new(target, path => "/srv/" + path, new CopyOptions(), _observer);

    private string Folder(string name) => _folder.CreateSubdirectory(name).FullName;
}
