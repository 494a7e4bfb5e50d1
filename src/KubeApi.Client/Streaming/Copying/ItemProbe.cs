using System.Globalization;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Describes items of a container without stat, or whose size stat does not report.</summary>
/// <param name="tools">The commands of the container.</param>
internal sealed class ItemProbe(PodTools tools)
{
    /// <summary>Describes items without stat, in order; those that do not exist are left out. Links are followed.</summary>
    /// <exception cref="KubeApiException">The container has no suitable program.</exception>
    public async Task<IReadOnlyList<PodItem>> DescribeAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<PodItem> items = [];
        foreach (var path in paths)
        {
            if (await TestAsync("-d", path, cancellationToken).ConfigureAwait(false))
            {
                items.Add(new PodItem(path, ItemKind.Folder, 0));
            }
            else if (await TestAsync("-f", path, cancellationToken).ConfigureAwait(false))
            {
                items.Add(new PodItem(path, ItemKind.File, await CountAsync(path, cancellationToken).ConfigureAwait(false)));
            }
            else if (await TestAsync("-e", path, cancellationToken).ConfigureAwait(false))
            {
                items.Add(new PodItem(path, ItemKind.Other, 0));
            }
        }

        return items;
    }

    // As a program, or built into the shell.
    private async Task<bool> TestAsync(string test, string path, CancellationToken cancellationToken)
    {
        var result = await tools.RunAsync(["test", test, path], null, cancellationToken).ConfigureAwait(false);
        if (result.IsMissing)
        {
            result = await tools.RunAsync(["sh", "-c", "test \"$1\" \"$2\"", "sh", test, path], null, cancellationToken).ConfigureAwait(false);
        }

        return result.IsMissing
            ? throw new KubeApiException(FailureKind.ToolNotFound, "The container has none of the programs that a copy needs: no stat, no test, no shell.")
            : result.IsSuccess;
    }

    /// <summary>Whether one of several files, all of size 0, may have content nevertheless, as those below /proc do.</summary>
    public async Task<bool> MayHaveContentAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var result = await tools.RunForEachAsync(["head", "-q", "-c", "1"], paths, cancellationToken).ConfigureAwait(false);
        return !result.IsSuccess || result.Output.Length > 0;
    }

    /// <summary>The number of bytes that a file has when it is read.</summary>
    /// <exception cref="KubeApiException">It cannot be read.</exception>
    public async Task<long> CountAsync(string path, CancellationToken cancellationToken)
    {
        var counted = await tools.RunAsync(["wc", "-c", path], null, cancellationToken).ConfigureAwait(false);
        if (!counted.IsMissing)
        {
            return long.TryParse(counted.Require().Text.TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size
                : throw new KubeApiException(FailureKind.InvalidAnswer, "The container's wc returned unexpected output.");
        }

        var bytes = 0L;
        var read = new CopyCommand(tools.Starter, "cat", path)
        {
            ReceiveAsync = async (output, token) =>
            {
                var buffer = new byte[64 * 1024];
                for (int count; (count = await output.ReadAsync(buffer, token).ConfigureAwait(false)) > 0;)
                {
                    bytes += count;
                }
            },
        };
        (await read.RunAsync(cancellationToken).ConfigureAwait(false)).Require();
        return bytes;
    }
}
