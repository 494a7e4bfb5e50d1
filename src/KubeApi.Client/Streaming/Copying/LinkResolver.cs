using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Resolves the symbolic links of paths below the root of another container: an absolute link would lead to the files of the container in which the
/// commands run. Other paths stay as they are.
/// </summary>
/// <param name="tools">The commands.</param>
internal sealed class LinkResolver(PodTools tools)
{
    private const int MostLinks = 40;

    /// <summary>Resolves paths, whose last parts need not exist.</summary>
    /// <returns>The paths, in order.</returns>
    /// <exception cref="KubeApiException">The container lacks the commands, or links form a cycle.</exception>
    public async Task<IReadOnlyList<string>> ResolveAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (tools.Root.Length == 0)
        {
            return paths;
        }

        var links = await LinksAsync([.. paths.SelectMany(StepsOf).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        List<string> resolved = [];
        foreach (var path in paths)
        {
            resolved.Add(StepsOf(path).Any(links.Contains) ? await FollowAsync(path, cancellationToken).ConfigureAwait(false) : path);
        }

        return resolved;
    }

    /// <summary>Resolves one path.</summary>
    /// <exception cref="KubeApiException">As <see cref="ResolveAsync(IReadOnlyList{string}, CancellationToken)"/>.</exception>
    public async Task<string> ResolveAsync(string path, CancellationToken cancellationToken) =>
        (await ResolveAsync([path], cancellationToken).ConfigureAwait(false))[0];

    private async Task<string> FollowAsync(string path, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostLinks; i++)
        {
            var links = await LinksAsync([.. StepsOf(path)], cancellationToken).ConfigureAwait(false);
            if (StepsOf(path).FirstOrDefault(links.Contains) is not { } link)
            {
                return path;
            }

            var target = (await tools.RunAsync(["readlink", "-n", link], null, cancellationToken).ConfigureAwait(false)).Require().Text;
            path = tools.Root + PodPath.Normalize(target + path[link.Length..], PodPath.ParentOf(link)[tools.Root.Length..]);
        }

        throw CopyFailure.Refused(path, "its links form a cycle");
    }

    private async Task<HashSet<string>> LinksAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        var result = await tools.RunForEachAsync(["stat", "-c", PodItem.StatFormat], paths, cancellationToken).ConfigureAwait(false);
        return result.IsMissing ? throw result.Failure()
            : PodItem.Parse(result.Text, paths).Where(i => i.Kind == ItemKind.Link).Select(i => i.Path).ToHashSet(StringComparer.Ordinal);
    }

    // Below the root, from the top: /r/a, /r/a/b.
    private IEnumerable<string> StepsOf(string path)
    {
        for (var end = path.IndexOf('/', Math.Min(tools.Root.Length + 1, path.Length)); end > 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }

        if (path.Length > tools.Root.Length)
        {
            yield return path;
        }
    }
}
