using System.Globalization;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Containers without some programs, or with programs that return wrong output.</summary>
public sealed class CopyToolTests : IDisposable
{
    private static readonly byte[] s_content = Encoding.UTF8.GetBytes(new string('x', 150_000));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-tools-");
    private readonly FakePod _pod = new();
    private readonly RecordedCopy _observer = new();

    public CopyToolTests()
    {
        _pod.Write("/srv/a", s_content);
        _pod.Write("/srv/b", "b"u8.ToArray());
        File.WriteAllBytes(In("a"), s_content);
        File.WriteAllBytes(In("b"), "b"u8.ToArray());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("tar")]
    [InlineData("cat")]
    [InlineData("sh")]
    [InlineData("stat")]
    [InlineData("chmod", "touch")]
    [InlineData("tar", "stat", "find")]
    [InlineData("tar", "stat", "test", "wc", "chmod", "touch", "find", "pwd", "kill", "xargs")]
    public async Task Files_are_copied_with_the_available_programs(params string[] missing)
    {
        _pod.Missing.UnionWith(missing);

        Assert.Equal(2, (await UploadAsync("/new/", "a", "b")).Count);
        Assert.Single(await UploadAsync("/one", "a"));
        Assert.Equal(2, (await DownloadAsync("new", "/srv/a", "/srv/b")).Count);
        Assert.Single(await DownloadAsync("one", "/srv/a"));

        Assert.Empty(_observer.Failures);
        Assert.Equal(s_content, _pod.Files.Read("/new/a"));
        Assert.Equal(s_content, _pod.Files.Read("/one"));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(In("new/a")));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(In("one")));
    }

    [Fact]
    public async Task A_folder_needs_tar()
    {
        _pod.Missing.Add("tar");
        _folder.CreateSubdirectory("folder");

        Assert.Equal(FailureKind.ToolNotFound, (await FailAsync(() => UploadAsync("/new", "folder"))).Failure);
        Assert.Equal(FailureKind.ToolNotFound, (await FailAsync(() => DownloadAsync("new", "/srv"))).Failure);
    }

    [Fact]
    public async Task A_container_without_programs_is_reported()
    {
        _pod.Missing.UnionWith(["tar", "cat", "sh"]);

        Assert.Equal("The container has no sh. The container has no tar.", (await FailAsync(() => UploadAsync("/new", "a"))).Message);
        Assert.Equal("The container has no cat. The container has no tar.", (await FailAsync(() => DownloadAsync("new", "/srv/a"))).Message);
        _pod.Missing.UnionWith(["stat", "test"]);
        Assert.Equal(FailureKind.ToolNotFound, (await FailAsync(() => UploadAsync("/new", "a"))).Failure);
    }

    [Theory]
    [InlineData("absent/x", "absent' does not exist.")]
    [InlineData("b/x", "b' is not a folder.")]
    public async Task A_destination_in_a_missing_folder_is_named_without_temporary_names(string destination, string reason)
    {
        var e = await FailAsync(() => DownloadAsync(destination, "/srv/a"));

        Assert.Equal(FailureKind.FileNotCopied, e.Failure);
        Assert.EndsWith(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_error_names_the_file_and_not_the_process()
    {
        var e = await FailAsync(() => UploadAsync("/none/new", "a"));

        Assert.Equal(FailureKind.CommandFailed, e.Failure);
        Assert.StartsWith($"Cannot copy '{In("a")}' to '/none/new': sh: can't create /none/new", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256sum")]
    [InlineData("tail")]
    public async Task A_cut_copy_fails_without_programs_that_verify_the_received_part(string missing)
    {
        _pod.Missing.Add(missing);
        _pod.NextCut = () => _pod.Commands.Last()[0] is "cat" or "sh" ? 20_000 : long.MaxValue;

        Assert.Equal(FailureKind.StreamBroken, (await FailAsync(() => DownloadAsync("new", "/srv/a"))).Failure);
        Assert.False(File.Exists(In("new")));
        if (missing == "sha256sum")
        {
            Assert.Equal(FailureKind.StreamBroken, (await FailAsync(() => UploadAsync("/new", "a"))).Failure);
            await _pod.SettleAsync();
            Assert.Null(_pod.Files.Find("/new"));
        }
    }

    [Fact]
    public async Task A_copy_resumes_after_the_received_part()
    {
        var cuts = 0;
        _pod.NextCut = () => _pod.Commands.Last()[0] is "cat" or "sh" && cuts++ < 1 ? 120_000 : long.MaxValue;

        Assert.Single(await UploadAsync("/new", "a"));
        cuts = 0;
        Assert.Single(await DownloadAsync("new", "/srv/a"));

        Assert.Equal(s_content, _pod.Files.Read("/new"));
        Assert.Equal(s_content, await File.ReadAllBytesAsync(In("new")));
        var commands = _pod.Commands.Select(c => string.Join(' ', c)).ToList();
        Assert.True(commands.Exists(c => c.StartsWith("kill -9 -", StringComparison.Ordinal)), string.Join('\n', commands));
        Assert.True(commands.Exists(c => c.StartsWith("tail -c +", StringComparison.Ordinal)), string.Join('\n', commands));
        Assert.Equal(2 * s_content.Length, _observer.Bytes);
    }

    [Fact]
    public async Task A_copy_with_a_different_hash_is_discarded()
    {
        _pod.Override = command => command is ["sha256sum", not "--help", ..] ? (Encoding.ASCII.GetBytes($"{new string('0', 64)}  x\n"), 0) : null;

        Assert.Equal(FailureKind.ItemDiffers, (await FailAsync(() => UploadAsync("/new", verifies: true, "a"))).Failure);
        Assert.Equal(FailureKind.ItemDiffers, (await FailAsync(() => DownloadAsync("new", verifies: true, "/srv/a"))).Failure);

        Assert.Null(_pod.Files.Find("/new"));
        Assert.False(File.Exists(In("new")));
    }

    [Fact]
    public async Task A_copy_with_a_different_size_is_discarded()
    {
        // The container loses the end of the output, with exit code 0.
        _pod.Override = command => command is ["cat", ..] ? (s_content[..1000], 0) : null;
        Assert.Equal(FailureKind.ItemDiffers, (await FailAsync(() => DownloadAsync("new", "/srv/a"))).Failure);
        _pod.Override = command => command is ["sh", ..] ? ([], 0) : null;
        Assert.Equal(FailureKind.ItemDiffers, (await FailAsync(() => UploadAsync("/new", "a"))).Failure);

        Assert.Null(_pod.Files.Find("/new"));
        Assert.False(File.Exists(In("new")));
    }

    [Theory]
    [InlineData("dd", "dd if=/srv/a bs=1048576 count=1")]
    [InlineData("head", "head -c 150001 /srv/a")]
    [InlineData("cat", "cat /srv/a")]
    [InlineData("tail", "tail -c +")]
    public async Task A_file_that_grows_without_end_is_copied_up_to_its_initial_size(string program, string expected)
    {
        foreach (var other in new[] { "dd", "head" }.TakeWhile(p => p != program))
        {
            _pod.Missing.Add(other);
        }

        // The command does not end before its client leaves.
        _pod.Override = command => command[0] != program ? null
            : program == "tail" ? ([.. s_content[(int.Parse(command[2], CultureInfo.InvariantCulture) - 1)..], .. "more"u8], null)
            : ([.. s_content, .. "more"u8], null);
        _pod.NextCut = () => program == "tail" && _pod.Commands.Last()[0] == "cat" ? 70_000 : long.MaxValue;

        Assert.Single(await DownloadAsync("new", "/srv/a").WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal(s_content, await File.ReadAllBytesAsync(In("new")));
        Assert.Contains(_pod.Commands, c => string.Join(' ', c).StartsWith(expected, StringComparison.Ordinal));
        Assert.Equal(["'/srv/a' grew while it was copied: the copy has its first 150000 bytes."], _observer.Warnings);
    }

    [Fact]
    public async Task Files_whose_size_means_nothing_are_read_to_their_end()
    {
        _pod.Write("/proc/a", []);
        _pod.Write("/proc/empty", []);
        _pod.Override = command => command switch
        {
            ["cat", "/proc/a"] => ("content"u8.ToArray(), 0),
            ["head", ..] => ("c"u8.ToArray(), 0),
            _ => null,
        };

        Assert.Single(await DownloadAsync("one", "/proc/a"));
        Assert.Equal(3, (await DownloadAsync("new", "/proc/a", "/proc/empty", "/srv/b")).Count);

        Assert.Equal("content", await File.ReadAllTextAsync(In("one")));
        Assert.Equal(["content", "", "b"], new[] { "a", "empty", "b" }.Select(n => File.ReadAllText(In($"new/{n}"))));
        Assert.Empty(await DownloadAsync("tree", "/proc"));
        Assert.Equal(FailureKind.ItemRefused, Assert.Single(_observer.Failures).Failure.Failure);
    }

    [Fact]
    public async Task Files_with_fewer_bytes_than_their_size_says_are_counted()
    {
        _pod.Override = command => command switch
        {
            ["dd", ..] => ("on\n"u8.ToArray(), 0),
            ["wc", ..] => (Encoding.ASCII.GetBytes("3 /srv/a\n"), 0),
            _ => null,
        };

        Assert.Single(await DownloadAsync("new", "/srv/a"));

        Assert.Equal("on\n", await File.ReadAllTextAsync(In("new")));
    }

    [Fact]
    public async Task Pipes_and_devices_are_never_replaced()
    {
        var options = new CopyOptions { Overwrites = true };
        if (!OperatingSystem.IsWindows())
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", In("pipe"));
            await made.WaitForExitAsync();
            _folder.CreateSubdirectory("tree");
            using var inTree = System.Diagnostics.Process.Start("mkfifo", In("tree/pipe"));
            await inTree.WaitForExitAsync();
            _pod.Write("/srv/tree/pipe", "x"u8.ToArray());
            var download = new PodDownload(_pod, options, _observer, new InstantClock());
            var found = await download.FindAsync(["/srv/a"], part => new NamePattern(part), default);
            Assert.Empty(await download.RunAsync(download.Plan(found, In("pipe"), false), false, default));
            found = await download.FindAsync(["/srv/tree"], part => new NamePattern(part), default);
            await download.RunAsync(download.Plan(found, _folder.FullName, true), true, default);
            Assert.Equal([FailureKind.ItemRefused, FailureKind.ItemRefused], _observer.Failures.Select(f => f.Failure.Failure));
            Assert.NotNull(KubeApi.Client.Configuration.FileKind.SpecialKind(In("pipe")));
            Assert.NotNull(KubeApi.Client.Configuration.FileKind.SpecialKind(In("tree/pipe")));
            _observer.Failures.Clear();
            File.Delete(In("tree/pipe"));
        }

        _folder.CreateSubdirectory("sent");
        await File.WriteAllTextAsync(In("sent/null"), "x");
        _pod.Write("/dev/sent/null", []);
        _pod.Override = command => command is ["stat", ..] && command.Contains("/dev/sent/null")
            ? (Encoding.ASCII.GetBytes(string.Concat(command.Skip(4).Where(p => p is "/dev/sent/null" or "/dev/sent" or "/dev").Select(
                p => $"{(p.EndsWith("null", StringComparison.Ordinal) ? "21b6" : "41ed")} 0 1 {p}\n"))), 0) : null;
        var upload = new PodUpload(_pod, options, _observer, new InstantClock());
        Assert.Empty(await upload.RunAsync(await upload.PlanAsync([LocalItem.Find(In("a"))!], "/dev/sent/null", false, default), default));
        Assert.Empty(await upload.RunAsync(await upload.PlanAsync([LocalItem.Find(In("sent"))!], "/dev", false, default), default));
        Assert.Equal(["/dev/sent/null", "/dev/sent/null"], _observer.Failures.Select(f => f.Path));
    }

    [Fact]
    public async Task A_file_that_shrinks_while_an_archive_is_sent_is_the_only_one_that_fails()
    {
        _folder.CreateSubdirectory("sent");
        File.WriteAllBytes(In("sent/a"), s_content);
        File.WriteAllBytes(In("sent/b"), s_content);
        File.WriteAllBytes(In("sent/c"), "c"u8.ToArray());
        _observer.OnAdvanced = bytes =>
        {
            if (bytes > s_content.Length)
            {
                File.WriteAllText(In("sent/b"), "short");
            }
        };
        var upload = new PodUpload(_pod, new CopyOptions(), _observer, new InstantClock());

        Assert.Single(await upload.RunAsync(await upload.PlanAsync([LocalItem.Find(In("sent"))!], "/srv/new", false, default), default));

        var failure = Assert.Single(_observer.Failures);
        Assert.Equal((In("sent/b"), FailureKind.ItemDiffers), (failure.Path, failure.Failure.Failure));
        Assert.Equal(["/srv/new", "/srv/new/a", "/srv/new/c"], _pod.Files.Tree("/srv/new").Select(f => f.Key));
        Assert.Equal(s_content, _pod.Files.Read("/srv/new/a"));
    }

    [Fact]
    public async Task Links_below_the_root_of_another_container_stay_in_it()
    {
        const string root = "/proc/7/root";
        _pod.Write("/var/run/x", "of the wrong container"u8.ToArray());
        _pod.Write($"{root}/run/x", "right"u8.ToArray());
        _pod.Files.CreateFolders($"{root}/var");
        string[] links = [$"{root}/var/run", $"{root}/var/link"];
        _pod.Override = command => command switch
        {
            ["stat", "-c", _, .. var paths] => (Encoding.ASCII.GetBytes(string.Concat(
                paths.Where(p => links.Contains(p) || _pod.Files.Find(p) is not null).Select(p => $"{(links.Contains(p) ? "a1ff" : "81a4")} 1 1 {p}\n"))), 0),
            ["readlink", "-n", var link] => (Encoding.ASCII.GetBytes(link == links[0] ? "/run" : "../run/x"), 0),
            _ => null,
        };
        var options = new CopyOptions { Root = root };
        var download = new PodDownload(_pod, options, _observer, new InstantClock());

        var found = await download.FindAsync(["/var/run/x", "/var/run/../link"], part => new NamePattern(part), default);
        await download.RunAsync(download.Plan(found, In("new"), true), true, default);
        var upload = new PodUpload(_pod, options, _observer, new InstantClock());
        await upload.RunAsync(await upload.PlanAsync([LocalItem.Find(In("b"))!], "/var/run/", true, default), default);

        // Both lead to one file.
        Assert.Equal("right", await File.ReadAllTextAsync(In("new/x")));
        Assert.Equal("b", Encoding.UTF8.GetString(_pod.Files.Read($"{root}/run/b")));
        Assert.Empty(_observer.Failures);
    }

    [Theory]
    [InlineData("false", "/proc/1/root")]
    [InlineData("true", "/proc/13/root")]
    public async Task The_root_of_a_container_is_that_of_its_first_process(string sharesProcesses, string expected)
    {
        _pod.Files.CreateFolders("/proc/1/root");
        _pod.Files.CreateFolders("/proc/13/root");
        _pod.Override = command => command is ["sh", "-c", _, "sh", "abc"] ? ("/proc/19/cgroup\n/proc/13/cgroup\n"u8.ToArray(), 0) : null;
        const string json = """
            {"metadata":{"name":"web-1"},"spec":{"shareProcessNamespace":SHARES,"containers":[{"name":"app"}]},
            "status":{"containerStatuses":[{"name":"app","state":{"running":{}},"containerID":"containerd://abc"}]}}
            """;
        var pod = PodState.Read(Encoding.UTF8.GetBytes(json.Replace("SHARES", sharesProcesses, StringComparison.Ordinal)));

        Assert.Equal(expected, await ContainerRoot.FindAsync(_pod, pod, "app", _observer, new InstantClock(), default));
        _pod.Files.Remove(expected);
        var e = await FailAsync(() => ContainerRoot.FindAsync(_pod, pod, "app", _observer, new InstantClock(), default));
        Assert.Equal(FailureKind.ItemNotFound, e.Failure);
    }

    [Fact]
    public async Task Names_are_passed_as_arguments_and_never_in_a_script()
    {
        const string evil = "a;$(touch x)`y`'\"\n -rf *";
        File.WriteAllText(In(evil), "evil");

        await UploadAsync("/srv/", evil);
        await DownloadAsync("back", $"/srv/{evil}");

        Assert.Equal("evil", await File.ReadAllTextAsync(In("back")));
        var scripts = _pod.Commands.Where(c => c[0] == "sh").Select(c => c[2]).Distinct();
        Assert.Equal(["echo $$ >&2; cat > \"$1\"; r=$?; cat >/dev/null; exit $r"], scripts);
    }

    [Fact]
    public async Task A_canceled_copy_leaves_no_files()
    {
        using var stop = new CancellationTokenSource();
        var upload = new PodUpload(_pod, new CopyOptions(), _observer, new InstantClock());
        var plan = await upload.PlanAsync([LocalItem.Find(In("a"))!], "/srv/new", false, default);
        _pod.Override = command =>
        {
            _ = command[0] == "chmod" ? stop.CancelAsync() : null;
            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.RunAsync(plan, stop.Token));

        await _pod.SettleAsync();
        Assert.Equal(["/srv", "/srv/a", "/srv/b"], _pod.Files.Tree("/srv").Select(f => f.Key));
    }

    [Fact]
    public async Task A_failed_archive_keeps_files_of_the_right_size()
    {
        _pod.Write("/srv/tree/good", "good"u8.ToArray());
        _pod.Write("/srv/tree/shrunk", "shrunk"u8.ToArray());
        var tar = await TarOfAsync("/srv/tree");
        _pod.Files.Create("/srv/tree/shrunk", "s"u8.ToArray());
        _pod.Override = command => command[0] == "tar" ? (tar, 1) : null;

        Assert.Single(await DownloadAsync("new", "/srv/tree"));

        Assert.Equal([FailureKind.CommandFailed, FailureKind.ItemDiffers], _observer.Failures.Select(f => f.Failure.Failure));
        Assert.Equal(["good"], Directory.GetFiles(In("new")).Select(Path.GetFileName));
    }

    private async Task<byte[]> TarOfAsync(string path) =>
        (await new PodTools(_pod, new InstantClock(), _observer).RunAsync(["tar", "cf", "-", "-C", path, "."], null, default)).Require().Output;

    private Task<IReadOnlyList<UploadItem>> UploadAsync(string destination, params string[] names) => UploadAsync(destination, false, names);

    private async Task<IReadOnlyList<UploadItem>> UploadAsync(string destination, bool verifies, params string[] names)
    {
        var upload = new PodUpload(_pod, new CopyOptions { Verifies = verifies }, _observer, new InstantClock());
        var items = names.Select(n => LocalItem.Find(In(n))!).ToList();
        return await upload.RunAsync(await upload.PlanAsync(items, destination, destination.EndsWith('/'), default), default);
    }

    private Task<IReadOnlyList<DownloadItem>> DownloadAsync(string destination, params string[] paths) => DownloadAsync(destination, false, paths);

    private async Task<IReadOnlyList<DownloadItem>> DownloadAsync(string destination, bool verifies, params string[] paths)
    {
        var download = new PodDownload(_pod, new CopyOptions { Verifies = verifies }, _observer, new InstantClock());
        var found = await download.FindAsync(paths, part => new NamePattern(part), default);
        return await download.RunAsync(download.Plan(found, In(destination), paths.Length > 1), paths.Length > 1, default);
    }

    private static Task<KubeApiException> FailAsync<T>(Func<Task<T>> copy) => Assert.ThrowsAsync<KubeApiException>(copy);

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
