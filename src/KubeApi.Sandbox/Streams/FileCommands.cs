using System.Text;

namespace KubeApi.Sandbox.Streams;

/// <summary>The forms of `stat`, `find`, `chmod`, `touch` and `xargs` that a client needs to copy files, over the files of a container.</summary>
/// <param name="run">Runs another command, for `xargs`; null if it is unknown.</param>
internal sealed class FileCommands(ContainerFiles files, ContainerProcess process, Stream output, Func<IReadOnlyList<string>, Task<int>?> run)
{
    private const int FolderType = 0x4000;
    private const int LinkType = 0xa000;
    private const int FileType = 0x8000;
    private const int SomeFailed = 123;

    /// <summary>Starts a command; null if it is not one of these, or has unsupported arguments.</summary>
    public Task<int>? TryRun(string name, string[] arguments) => (name, arguments) switch
    {
        ("stat", ["-c", var format, .. var paths]) => ForEachAsync("stat: can't stat", paths, file => Describe(format, file.Path, file.File)),
        ("stat", ["-L", .. var others]) => TryRun(name, others),
        ("chmod", [var mode, .. var paths]) when mode.All(char.IsAsciiDigit) => ForEachAsync("chmod:", paths, file =>
        {
            file.File.Mode = (UnixFileMode)Convert.ToInt32(mode, 8);
            return "";
        }),
        ("touch", ["-d", ['@', .. var seconds], .. var paths]) => ForEachAsync("touch:", paths, file =>
        {
            file.File.Modified = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
            return "";
        }),
        ("find", [var folder, "-mindepth", "1", .. var tests, "-print0"]) => FindAsync(folder, tests),
        ("xargs", ["-0", "-n", var count, .. var command]) => RepeatAsync(command, int.Parse(count, CultureInfo.InvariantCulture)),
        ("xargs", ["-0", .. var command]) => RepeatAsync(command, int.MaxValue),
        _ => null,
    };

    private static string Describe(string format, string path, ContainerFile file)
    {
        var type = file.IsFolder ? FolderType : file.Target is not null ? LinkType : FileType;
        return format.Replace("%f", (type | (int)file.Mode).ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("%s", $"{file.Content?.Length ?? 0}", StringComparison.Ordinal)
            .Replace("%Y", $"{file.Modified.ToUnixTimeSeconds()}", StringComparison.Ordinal)
            .Replace("%n", path, StringComparison.Ordinal) + "\n";
    }

    private async Task<int> ForEachAsync(string attempt, string[] paths, Func<(string Path, ContainerFile File), string> handle)
    {
        var exitCode = 0;
        foreach (var path in paths)
        {
            if (files.Find(path) is { } file)
            {
                await output.WriteAsync(Encoding.UTF8.GetBytes(handle((path, file))), process.Ended);
            }
            else
            {
                exitCode = await process.RespondAsync("", $"{attempt} '{path}': No such file or directory\n", 1);
            }
        }

        return exitCode;
    }

    private async Task<int> FindAsync(string folder, string[] tests)
    {
        var tree = files.Tree(folder);
        if (tree.Count == 0)
        {
            return await ForEachAsync("find:", [folder], _ => "");
        }

        var top = tree[0].Key.TrimEnd('/').Length + 1;
        var found = tree.Where(file => file.Key.Length > top && (!tests.Contains("-maxdepth") || !file.Key[top..].Contains('/'))
            && (!tests.Contains("-type") || file.Value.IsFolder));
        var names = string.Concat(found.Select(file => $"{folder.TrimEnd('/')}/{file.Key[top..]}\0"));
        await output.WriteAsync(Encoding.UTF8.GetBytes(names), process.Ended);
        return 0;
    }

    private async Task<int> RepeatAsync(string[] command, int count)
    {
        using var input = new MemoryStream();
        await process.Input.CopyToAsync(input, process.Ended);
        var exitCode = 0;
        foreach (var arguments in Encoding.UTF8.GetString(input.ToArray()).TrimEnd('\0').Split('\0').Chunk(count))
        {
            exitCode = await (run([.. command, .. arguments]) ?? Task.FromResult(1)) == 0 ? exitCode : SomeFailed;
        }

        return exitCode;
    }
}
