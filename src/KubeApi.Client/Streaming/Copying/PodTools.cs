using System.Globalization;
using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// The commands in a container that copies are composed of. Names are arguments or input of programs, and never part of a script. Whatever may be repeated
/// is repeated if its connection breaks.
/// </summary>
/// <param name="starter">Starts the commands.</param>
/// <param name="clock">Measures pauses.</param>
/// <param name="observer">Receives retries.</param>
internal sealed class PodTools(ICommandStarter starter, TimeProvider clock, ICopyObserver observer)
{
    /// <summary>The maximum total length of a command's arguments: they are part of the request's URL, whose length proxies limit.</summary>
    public const int LongestArguments = 2000;

    private const int HashLength = 64;

    private static readonly TimeSpan s_longestCleaning = TimeSpan.FromSeconds(15);

    /// <summary>Starts the commands.</summary>
    public ICommandStarter Starter => starter;

    /// <summary>Measures pauses.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Receives notifications.</summary>
    public ICopyObserver Observer => observer;

    /// <summary>The root of the container's file system if another container runs the commands; otherwise empty.</summary>
    public string Root { get; init; } = "";

    /// <summary>Runs a command that may be repeated.</summary>
    /// <exception cref="KubeApiException">The connection breaks again and again.</exception>
    public async Task<ToolResult> RunAsync(IReadOnlyList<string> command, byte[]? input, CancellationToken cancellationToken)
    {
        var retry = new CopyRetry(clock, observer);
        while (true)
        {
            try
            {
                return await new CopyCommand(starter, [.. command])
                {
                    SendAsync = input is null ? null : async (stream, token) => await stream.WriteAsync(input, token).ConfigureAwait(false),
                }.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (CopyRetry.IsCut(e))
            {
                if (!await retry.PauseAsync(command[0], e, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>The working directory of the container.</summary>
    /// <exception cref="KubeApiException">It cannot be read.</exception>
    public async Task<string> CurrentAsync(CancellationToken cancellationToken)
    {
        string[] command = Root.Length == 0 ? ["pwd"] : ["readlink", $"{PodPath.ParentOf(Root)}/cwd"];
        return (await RunAsync(command, null, cancellationToken).ConfigureAwait(false)).Require().Text.TrimEnd('\n');
    }

    /// <summary>Describes items, in order; missing ones are omitted. Links are followed.</summary>
    /// <exception cref="KubeApiException">The container cannot do this.</exception>
    public async Task<IReadOnlyList<PodItem>> StatAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        var result = await RunForEachAsync(["stat", "-L", "-c", PodItem.StatFormat], paths, cancellationToken).ConfigureAwait(false);
        return result.IsMissing ? await new ItemProbe(this).DescribeAsync(paths, cancellationToken).ConfigureAwait(false) : PodItem.Parse(result.Text, paths);
    }

    /// <summary>The SHA-256 of files in lower-case hex, in order; null if the container cannot compute it.</summary>
    /// <exception cref="KubeApiException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<string>?> HashAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var result = await RunForEachAsync(["sha256sum"], paths, cancellationToken).ConfigureAwait(false);
        if (result.IsMissing)
        {
            return null;
        }

        // A name with a line break continues on further lines; a name with a backslash or a line break is preceded by a backslash.
        var hashes = result.Require().Text.Split('\n').Select(l => l.TrimStart('\\')).Where(IsHashLine).Select(l => l[..HashLength]).ToList();
        return hashes.Count == paths.Count ? hashes
            : throw new KubeApiException(FailureKind.InvalidAnswer, "The container's sha256sum returned unexpected output.");
    }

    /// <summary>Makes sure that the container can compute hashes, before anything is copied.</summary>
    /// <exception cref="KubeApiException">It cannot.</exception>
    public async Task RequireHashAsync(CancellationToken cancellationToken)
    {
        if ((await RunAsync(["sha256sum", "--help"], null, cancellationToken).ConfigureAwait(false)).IsMissing)
        {
            throw NoHash();
        }
    }

    /// <summary>The failure of a container that cannot compute hashes.</summary>
    public static KubeApiException NoHash() =>
        new(FailureKind.ToolNotFound, "The container has no sha256sum to verify copies.");

    /// <summary>Copies by cat or by tar; files in the other way if the container lacks the programs for the first one.</summary>
    /// <exception cref="KubeApiException">The copy failed, or the container has neither.</exception>
    public static async Task<T> EitherAsync<T>(bool prefersCat, bool areFiles, Func<Task<T>> byCat, Func<Task<T>> byTar)
    {
        var (first, second) = prefersCat ? (byCat, byTar) : (byTar, byCat);
        try
        {
            return await first().ConfigureAwait(false);
        }
        catch (KubeApiException e) when (areFiles && e.Failure == FailureKind.ToolNotFound)
        {
            try
            {
                return await second().ConfigureAwait(false);
            }
            catch (KubeApiException other) when (other.Failure == FailureKind.ToolNotFound)
            {
                throw new KubeApiException(FailureKind.ToolNotFound, $"{e.Message} {other.Message}", other);
            }
        }
    }

    /// <summary>The names in a folder. Impossible names from a hostile container are reported.</summary>
    /// <exception cref="KubeApiException">The folder cannot be read.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        // The slash follows a link.
        var top = PodPath.Combine(folder, "");
        var result = await RunAsync(["find", top, "-mindepth", "1", "-maxdepth", "1", "-print0"], null, cancellationToken).ConfigureAwait(false);
        List<string> names = [];
        foreach (var path in result.Require().Text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (path.StartsWith(top, StringComparison.Ordinal) && PodPath.IsName(path[top.Length..]))
            {
                names.Add(path[top.Length..]);
            }
            else
            {
                observer.Failed(path, CopyFailure.Refused(path, $"the container lists it in '{folder}', which is impossible"));
            }
        }

        return names;
    }

    /// <summary>The entries of a folder at any depth: whether each is a folder, by its path below this one, which is the empty path.</summary>
    /// <exception cref="KubeApiException">The folder cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, bool>> TreeAsync(string folder, CancellationToken cancellationToken)
    {
        var top = PodPath.Combine(folder, "");
        var all = await RunAsync(["find", top, "-mindepth", "1", "-print0"], null, cancellationToken).ConfigureAwait(false);
        var folders = await RunAsync(["find", top, "-mindepth", "1", "-type", "d", "-print0"], null, cancellationToken).ConfigureAwait(false);
        var tree = PathsOf(all).Distinct(StringComparer.Ordinal).ToDictionary(p => p, _ => false, StringComparer.Ordinal);
        foreach (var path in PathsOf(folders).Prepend(""))
        {
            tree[path] = true;
        }

        return tree;

        IEnumerable<string> PathsOf(ToolResult found) =>
            found.Require().Text.Split('\0').Where(p => p.StartsWith(top, StringComparison.Ordinal)).Select(p => p[top.Length..].TrimStart('/'));
    }

    /// <summary>Creates a folder and those above it.</summary>
    /// <exception cref="KubeApiException">It cannot be created.</exception>
    public async Task MakeFolderAsync(string path, CancellationToken cancellationToken) =>
        (await RunAsync(["mkdir", "-p", path], null, cancellationToken).ConfigureAwait(false)).Require($"Cannot create the folder '{path}'");

    /// <summary>Sets the permissions and the time of a file, if the container can do that.</summary>
    public async Task DescribeAsync(string path, UnixFileMode? mode, DateTimeOffset modified, CancellationToken cancellationToken)
    {
        var time = modified.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var octal = mode is { } given ? Convert.ToString((int)given, 8) : "";
        await Task.WhenAll(
            octal.Length > 0 ? RunAsync(["chmod", octal, path], null, cancellationToken) : Task.CompletedTask,
            RunAsync(["touch", "-d", $"@{time}", path], null, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Renames items. It is not retried: a second attempt could not detect whether the first one has succeeded.</summary>
    /// <exception cref="KubeApiException">One cannot be renamed; the message has the errors.</exception>
    public async Task MoveAsync(IReadOnlyList<(string From, string To)> moves, CancellationToken cancellationToken)
    {
        var command = moves is [var (from, to)]
            ? new CopyCommand(starter, "mv", "-f", from, to)
            : new CopyCommand(starter, "xargs", "-0", "-n", "2", "mv", "-f")
            {
                SendAsync = async (stream, token) =>
                    await stream.WriteAsync(Terminated(moves.SelectMany(m => new[] { m.From, m.To })), token).ConfigureAwait(false),
            };
        (await command.RunAsync(cancellationToken).ConfigureAwait(false)).Rename(moves).Require($"Cannot replace '{moves[0].To}'");
    }

    /// <summary>Removes an incomplete copy, even after the copy was stopped.</summary>
    public async Task RemoveAsync(IReadOnlyList<string> paths)
    {
        using var timeout = new CancellationTokenSource(s_longestCleaning);
        try
        {
            await RunForEachAsync(["rm", "-rf"], paths, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            observer.Warning($"An unfinished copy could not be removed from the container: {string.Join(", ", paths)}");
        }
    }

    /// <summary>Removes files that must not be moved.</summary>
    /// <exception cref="KubeApiException">One cannot be removed.</exception>
    public async Task DeleteAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        (await RunForEachAsync(["rm", "-f"], paths, cancellationToken).ConfigureAwait(false)).Require();

    /// <summary>Ends a command that may still be writing, and its children.</summary>
    /// <param name="announced">Standard error of the command, which begins with the number of its process.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>Whether the process is known, and has ended.</returns>
    public async Task<bool> KillAsync(string announced, CancellationToken cancellationToken)
    {
        if (announced.IndexOf('\n') is not (> 0 and var end)
            || !int.TryParse(announced.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= 1)
        {
            return false;
        }

        // It leads its own process group. It may already have ended.
        var group = string.Create(CultureInfo.InvariantCulture, $"-{id}");
        return !(await RunAsync(["kill", "-9", group], null, cancellationToken).ConfigureAwait(false)).IsMissing;
    }

    /// <summary>Runs a command with paths as its last arguments: several times, if they are too long for one.</summary>
    public Task<ToolResult> RunForEachAsync(string[] command, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        paths.Sum(p => p.Length) <= LongestArguments
            ? RunAsync([.. command, .. paths], null, cancellationToken)
            : RunAsync(["xargs", "-0", .. command], Terminated(paths), cancellationToken);

    private static byte[] Terminated(IEnumerable<string> values) => Encoding.UTF8.GetBytes(string.Concat(values.Select(v => v + '\0')));

    private static bool IsHashLine(string line) =>
        line.Length > HashLength && line[HashLength] == ' ' && line.Take(HashLength).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
