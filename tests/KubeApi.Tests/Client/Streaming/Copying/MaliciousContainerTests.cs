using System.Diagnostics;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Hostile containers and items that cannot be copied: nothing is written outside the target, and nothing is lost without an error.</summary>
public sealed class MaliciousContainerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-hostile-");
    private readonly FakePod _pod = new();
    private readonly RecordedCopy _observer = new();

    public MaliciousContainerTests()
    {
        _pod.Write("/data/ok", "ok"u8.ToArray());
        _pod.Write("/data/tree/up/file", "new"u8.ToArray());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("/data/..")]
    [InlineData("/data/.")]
    [InlineData("/data/a/b")]
    [InlineData("/data/../../evil")]
    [InlineData("/etc/evil")]
    [InlineData("evil")]
    public async Task Listed_items_outside_the_folder_are_refused(string listed)
    {
        _pod.Override = command => command[0] == "find" ? (Encoding.UTF8.GetBytes($"{listed}\0/data/ok\0"), 0) : null;

        var found = await Download().FindAsync(["/data/.*"], Pattern(_ => true), default);

        Assert.Equal(["/data/ok"], found.Select(f => f.Path));
        Refused(listed);
    }

    [Fact]
    public void A_path_without_a_file_name_is_refused()
    {
        Assert.Empty(Download().Plan([new PodItem("/data/..", ItemKind.Folder, 0)], _folder.FullName, true));
        Refused("/data/..");
    }

    [Fact]
    public async Task A_matching_name_that_is_not_UTF8_is_refused()
    {
        _pod.Override = command => command[0] == "find" ? ([.. "/data/ok\0/data/a"u8, 0xff, .. "\0/data/b"u8, 0xff, 0], 0) : null;

        var found = await Download().FindAsync(["/data/[ao]*"], Pattern(n => n[0] != 'b'), default);

        Assert.Equal(["/data/ok"], found.Select(f => f.Path));
        Refused("/data/a\uFFFD");
    }

    [Fact]
    public async Task A_folder_is_not_merged_into_the_target_of_a_link()
    {
        var other = _folder.CreateSubdirectory("other").FullName;
        var target = _folder.CreateSubdirectory("target").FullName;
        Directory.CreateSymbolicLink(Path.Combine(target, "up"), other);

        Assert.Empty(await DownloadAsync(target, "/data/tree/up"));

        Assert.Equal(FailureKind.ItemRefused, Assert.Single(_observer.Failures).Failure.Failure);
        Assert.Empty(Directory.GetFileSystemEntries(other));
    }

    [SkippableFact]
    public async Task An_item_that_cannot_be_sent_does_not_stop_the_others()
    {
        Skip.If(OperatingSystem.IsWindows(), "Names have no bytes on Windows.");
        var source = _folder.CreateSubdirectory("source");
        foreach (var path in new[] { "a", "b/c", "z/last" })
        {
            var full = Path.Combine(source.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, path);
        }

        // .NET cannot create such a name.
        using var made = Process.Start("sh", ["-c", "cd \"$1\" && echo x > \"$(printf 'm\\377')\" && mkdir \"$(printf 'n\\377')\"", "sh", source.FullName]);
        await made.WaitForExitAsync();
        Skip.If(made.ExitCode != 0, "The file system has UTF-8 names only.");
        var upload = new PodUpload(_pod, new CopyOptions(), _observer, new InstantClock());

        var copied = await upload.RunAsync(await upload.PlanAsync([LocalItem.Find(source.FullName)!], "/new", false, default), default);

        // Nor can it remove one.
        using var removed = Process.Start("rm", ["-rf", source.FullName]);
        await removed.WaitForExitAsync();
        Assert.Single(copied);
        Assert.Equal(["/new/a", "/new/b/c", "/new/z/last"], _pod.Files.Tree("/new").Where(f => !f.Value.IsFolder).Select(f => f.Key));
        Assert.Equal(["m\uFFFD", "n\uFFFD"], _observer.Failures.Select(f => Path.GetFileName(f.Path)));
    }

    private PodDownload Download(bool overwrites = false) =>
        new(_pod, new CopyOptions { Overwrites = overwrites }, _observer, new InstantClock());

    private async Task<IReadOnlyList<DownloadItem>> DownloadAsync(string destination, params string[] paths)
    {
        var download = Download(overwrites: true);
        var found = await download.FindAsync(paths, part => new NamePattern(part), default);
        return await download.RunAsync(download.Plan(found, destination, paths.Length > 1), paths.Length > 1, default);
    }

    private static Func<string, NamePattern> Pattern(Func<string, bool> matches) =>
        part => part == "data" ? new NamePattern(part) : new NamePattern("", n => matches(n));

    private void Refused(string path)
    {
        var (failed, failure) = Assert.Single(_observer.Failures);
        Assert.Equal((path, FailureKind.ItemRefused), (failed, failure.Failure));
    }
}
