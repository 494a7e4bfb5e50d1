using System.Security.Cryptography;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The commands that every container has, over its files in memory, with busybox's messages. `stat`, `find`, `chmod`, `touch` and `xargs` have the forms that
/// a client needs to copy files.
/// </summary>
internal sealed partial class BuiltInCommands(ContainerProcess process, ContainerState state, SandboxClock clock)
{
    private const string Announcement = "echo $$ >&2; ";
    private const string Drain = "; r=$?; cat >/dev/null; exit $r";
    private const int FolderType = 0x4000;
    private const int LinkType = 0xa000;
    private const int FileType = 0x8000;
    private const int SomeFailed = 123;

    private readonly ContainerFiles _files = state.Files;
    private Stream _output = process.Output;

    /// <summary>Starts a command; null if it is unknown.</summary>
    public Task<int>? TryRun(IReadOnlyList<string> command) =>
        command.Count == 0 ? null : Run(command[0][(command[0].LastIndexOf('/') + 1)..], [.. command.Skip(1)]);

    private Task<int>? Run(string name, string[] arguments) => name switch
    {
        "true" => Task.FromResult(0),
        "false" => Task.FromResult(1),
        "echo" when arguments is ["-n", .. var words] => PrintAsync(string.Join(' ', words)),
        "echo" => PrintAsync(string.Join(' ', arguments) + "\n"),
        "env" when arguments.Length == 0 => PrintAsync(string.Concat(state.Environment.Select(variable => $"{variable.Key}={variable.Value}\n"))),
        "cat" => ReadEachAsync(name, arguments, (_, content) => content.CopyToAsync(_output, process.Ended)),
        "sha256sum" => ReadEachAsync(name, arguments, async (path, content) =>
            await PrintAsync($"{Convert.ToHexStringLower(await SHA256.HashDataAsync(content, process.Ended))}  {path}\n")),
        "wc" when arguments is ["-c", .. var paths] => ReadEachAsync(name, paths, async (path, content) =>
            await PrintAsync($"{(await BytesOf(content)).Length}{(path == "-" ? "" : " " + path)}\n")),
        "ls" => ListAsync(arguments),
        "tail" => TailAsync(arguments),
        "sleep" when arguments is [var text] && double.TryParse(text.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9 =>
            WaitAsync(TimeSpan.FromSeconds(seconds)),
        "test" when arguments is [var test, var path] => Task.FromResult(_files.Find(path) is { } found && Matches(test, found) ? 0 : 1),
        "mkdir" => ChangeAsync("mkdir: can't create directory", arguments, MakeFolder),
        "rm" => ChangeAsync("rm: can't remove", arguments, Remove),
        "mv" when arguments is [.., var from, var to] => ChangeAsync("mv: can't rename", [from], (path, _) => _files.Move(path, to)),
        "kill" when arguments is [.., var id] => ChangeAsync("kill: can't kill pid", [id.TrimStart('-')], (group, _) => state.Kill(group)),
        "chmod" when arguments is [var mode, .. var paths] && mode.All(char.IsAsciiDigit) =>
            ChangeAsync("chmod:", paths, (path, _) => _files.Get(path).Mode = (UnixFileMode)Convert.ToInt32(mode, 8)),
        "touch" when arguments is ["-d", ['@', .. var seconds], .. var paths] => ChangeAsync("touch:", paths, (path, _) =>
            _files.Get(path).Modified = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))),
        "stat" when arguments is ["-L", .. var others] => Run(name, others),
        "stat" when arguments is ["-c", var format, .. var paths] =>
            EachAsync("stat: can't stat", paths, path => PrintAsync(Describe(format, path, _files.Get(path)))),
        "find" when arguments is [var folder, "-mindepth", "1", .. var tests, "-print0"] => EachAsync("find:", [folder], _ => FindAsync(folder, tests)),
        "xargs" when arguments is ["-0", "-n", var count, .. var command] => RepeatAsync(command, int.Parse(count, CultureInfo.InvariantCulture)),
        "xargs" when arguments is ["-0", .. var command] => RepeatAsync(command, int.MaxValue),
        "pwd" => PrintAsync("/\n"),
        "tar" => new TarCommand(_files, process, _output).RunAsync(arguments),
        "sh" or "ash" or "bash" => ShellAsync(arguments),
        _ => null,
    };

    private async Task<int> PrintAsync(string text)
    {
        await _output.WriteAsync(Encoding.UTF8.GetBytes(text), process.Ended);
        return 0;
    }

    private Task<int> FailAsync(string message, int exitCode = 1) => process.RespondAsync("", message + "\n", exitCode);

    // A main process that the sandbox cannot run is one that runs on.
    private async Task<int> RefuseAsync(string message, int exitCode)
    {
        _ = process.IsMain ? await WaitAsync(Timeout.InfiniteTimeSpan) : 0;
        return await FailAsync(message, exitCode);
    }

    private async Task<int> WaitAsync(TimeSpan duration)
    {
        await (duration == Timeout.InfiniteTimeSpan ? Task.Delay(duration, process.Ended) : clock.WaitAsync(duration, process.Ended));
        return 0;
    }

    // Reports a failure, and continues with the next path.
    private async Task<int> EachAsync(string attempt, IEnumerable<string> paths, Func<string, Task> handle)
    {
        var exitCode = 0;
        foreach (var path in paths)
        {
            try
            {
                await handle(path);
            }
            catch (IOException exception)
            {
                exitCode = await FailAsync($"{attempt} '{path}': {exception.Message}");
            }
        }

        return exitCode;
    }

    // Reads each file, or stdin for `-` or without a file.
    private Task<int> ReadEachAsync(string program, string[] paths, Func<string, Stream, Task> handle) => EachAsync(
        program + ": can't open", paths.DefaultIfEmpty("-"), path => handle(path, path == "-" ? process.Input : new MemoryStream(_files.Read(path))));

    private Task<int> ChangeAsync(string attempt, string[] arguments, Action<string, string> change)
    {
        var options = string.Concat(arguments.Where(argument => argument.StartsWith('-')));
        return EachAsync(attempt, arguments.Where(argument => !argument.StartsWith('-')), path =>
        {
            change(path, options);
            return Task.CompletedTask;
        });
    }

    private void MakeFolder(string path, string options)
    {
        if (options.Contains('p'))
        {
            _files.CreateFolders(path);
        }
        else
        {
            _ = _files.Find(path) is null ? _files.Create(path, null, mode: ContainerFiles.FolderMode) : throw new IOException("File exists");
        }
    }

    private void Remove(string path, string options)
    {
        var tree = _files.Tree(path);
        _ = tree.Count > 0 || options.Contains('f') ? true : throw new IOException("No such file or directory");
        _ = tree is not [{ Value.IsFolder: true }, ..] || options.Contains('r') ? true : throw new IOException("Is a directory");
        _files.Remove(path);
    }

    private static bool Matches(string test, ContainerFile file) => test switch
    {
        "-d" => file.IsFolder,
        "-f" => !file.IsFolder,
        "-s" => file.Content?.Length > 0,
        _ => test == "-e",
    };

    private async Task<int> ListAsync(string[] arguments)
    {
        foreach (var path in arguments.Where(argument => !argument.StartsWith('-')).DefaultIfEmpty("/"))
        {
            var tree = _files.Tree(path);
            if (tree.Count == 0)
            {
                return await FailAsync($"ls: {path}: No such file or directory");
            }

            var names = tree[0].Value.IsFolder ? Below(tree).Where(file => !file.Name.Contains('/')).Select(file => file.Name) : [path];
            await PrintAsync(string.Concat(names.Select(name => name + "\n")));
        }

        return 0;
    }

    // The files of a folder, by their paths in it.
    private static IEnumerable<(string Name, ContainerFile File)> Below(IReadOnlyList<KeyValuePair<string, ContainerFile>> tree)
    {
        var start = tree[0].Key.TrimEnd('/').Length + 1;
        return tree.Where(file => file.Key.Length > start).Select(file => (file.Key[start..], file.Value));
    }

    private Task<int> FindAsync(string folder, string[] tests)
    {
        _ = _files.Get(folder);
        var found = Below(_files.Tree(folder)).Where(file =>
            (!tests.Contains("-maxdepth") || !file.Name.Contains('/')) && (!tests.Contains("-type") || file.File.IsFolder));
        return PrintAsync(string.Concat(found.Select(file => $"{folder.TrimEnd('/')}/{file.Name}\0")));
    }

    private static string Describe(string format, string path, ContainerFile file)
    {
        var type = file.IsFolder ? FolderType : file.Target is not null ? LinkType : FileType;
        return format.Replace("%f", (type | (int)file.Mode).ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("%s", $"{file.Content?.Length ?? 0}", StringComparison.Ordinal)
            .Replace("%Y", $"{file.Modified.ToUnixTimeSeconds()}", StringComparison.Ordinal)
            .Replace("%n", path, StringComparison.Ordinal) + "\n";
    }

    private async Task<int> RepeatAsync(string[] command, int count)
    {
        var exitCode = 0;
        foreach (var arguments in Encoding.UTF8.GetString(await BytesOf(process.Input)).TrimEnd('\0').Split('\0').Chunk(count))
        {
            exitCode = await (TryRun([.. command, .. arguments]) ?? Task.FromResult(1)) == 0 ? exitCode : SomeFailed;
        }

        return exitCode;
    }

    private async Task<int> TailAsync(string[] arguments)
    {
        var options = TailOptions().Match(string.Concat(arguments.TakeWhile(argument => TailOption().IsMatch(argument))));
        var paths = arguments.SkipWhile(argument => TailOption().IsMatch(argument)).ToArray();
        var number = options.Groups["number"] is { Length: > 0 } given ? int.Parse(given.Value.TrimStart('+'), CultureInfo.InvariantCulture) : 10;
        // /dev/null, which keeps containers idle, is empty.
        var exitCode = paths is ["/dev/null"] ? 0 : await ReadEachAsync("tail", paths, async (_, content) =>
        {
            var bytes = await BytesOf(content);
            var isBytes = options.Groups["unit"].Value == "c";
            var lines = isBytes ? [] : Enumerable.Range(0, bytes.Length).Where(index => index == 0 || bytes[index - 1] == '\n').ToList();
            var total = isBytes ? bytes.Length : lines.Count;
            var skipped = Math.Clamp(options.Groups["from"].Success ? number - 1 : total - number, 0, total);
            await _output.WriteAsync(bytes.AsMemory(isBytes ? skipped : lines.Append(bytes.Length).ElementAt(skipped)), process.Ended);
        });
        return options.Groups["follows"].Success && exitCode == 0 ? await WaitAsync(Timeout.InfiniteTimeSpan) : exitCode;
    }

    private async Task<byte[]> BytesOf(Stream content)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, process.Ended);
        return bytes.ToArray();
    }

    private async Task<int> ShellAsync(string[] arguments)
    {
        if (arguments is not ["-c", var script, .. var positions])
        {
            return await RefuseAsync("sh: the sandbox has no shell: it runs `sh -c` with one command. Handle it with SandboxServer.OnExec", 2);
        }

        // Two scripts that clients need: one reports its process id, and one reads stdin to its end, because a container runtime closes stdin with stdout.
        if (script.StartsWith(Announcement, StringComparison.Ordinal))
        {
            await FailAsync(process.Id.ToString(CultureInfo.InvariantCulture));
            script = script[Announcement.Length..];
        }

        var drains = script.EndsWith(Drain, StringComparison.Ordinal);
        ShellCommand? command = null;
        try
        {
            command = ShellCommand.Parse(drains ? script[..^Drain.Length] : script, Value, [.. positions.Skip(1)]);
            _output = command.Target switch
            {
                null => _output,
                "&2" => process.Error,
                "/dev/null" => Stream.Null,
                var path => SinkStream.To(_files, (command.IsAppended ? _files.Find(path) : null) ?? _files.Create(path, [])),
            };
        }
        catch (FormatException exception)
        {
            return await RefuseAsync("sh: " + exception.Message, 2);
        }
        catch (IOException exception)
        {
            return await FailAsync($"sh: can't create {command!.Target}: {exception.Message}");
        }

        var words = command.Words is ["exec", .. var executed] ? executed : command.Words;
        var exitCode = words switch
        {
            [] or ["exit"] => 0,
            ["exit", var code] when int.TryParse(code, CultureInfo.InvariantCulture, out var number) => number & 255,
            _ => await (TryRun(words) ?? RefuseAsync($"sh: {words[0]}: not found", 127)),
        };
        await (drains ? process.Input.CopyToAsync(Stream.Null, process.Ended) : Task.CompletedTask);
        return exitCode;

        string Value(string variable) => int.TryParse(variable, CultureInfo.InvariantCulture, out var position)
            ? positions.ElementAtOrDefault(position) ?? ""
            : state.Environment.LastOrDefault(pair => pair.Key == variable).Value ?? "";
    }

    [GeneratedRegex(@"^(-f|-[nc]?\+?\d*|\+?\d+)$")]
    private static partial Regex TailOption();

    [GeneratedRegex(@"^(?<follows>-f)?-?(?<unit>[nc])?(?<from>\+)?(?<number>\d*)(?<follows>-f)?$")]
    private static partial Regex TailOptions();
}
