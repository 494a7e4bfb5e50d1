using System.Management.Automation;
using System.Text.RegularExpressions;
using KubeApi.Errors;

namespace KubeApi.Binding;

/// <summary>kubectl's syntax of paths in pods: <c>POD:PATH</c> and <c>NAMESPACE/POD:PATH</c>. Pure.</summary>
internal static partial class KubectlPodPath
{
    /// <summary>The replacement of a copy in this syntax; null for any other copy.</summary>
    /// <param name="invocation">The invocation of Copy-KubeApiItem.</param>
    /// <param name="paths">The items to copy.</param>
    /// <param name="destination">Their destination.</param>
    public static string? Replacement(InvocationInfo invocation, string[] paths, string destination)
    {
        // The pod is bound later, or comes from the pipeline, so this may be a path with a colon.
        if (invocation.PipelinePosition > 1 || PodParameter().IsMatch(invocation.Line ?? ""))
        {
            return null;
        }

        return paths is [var only] && PodPath().Match(only) is { Success: true } from
                // Without a period at the end: the destination may be a period.
                ? $"'{only}' is kubectl syntax. Use Copy-KubeApiItem{Namespace(from)} -FromPod {Pod(from)} -Path {Path(from)} "
                    + $"-Destination {QuotedArgument.Of(destination)}"
            : PodPath().Match(destination) is { Success: true } to
                ? $"'{destination}' is kubectl syntax. Use Copy-KubeApiItem{Namespace(to)} "
                    + $"-Path {string.Join(',', paths.Select(QuotedArgument.Of))} -ToPod {Pod(to)} -Destination {Path(to)}"
            : null;
    }

    /// <summary>Why the value of -ToPod or -FromPod is refused; null if it is not.</summary>
    /// <param name="invocation">The invocation of Copy-KubeApiItem.</param>
    /// <param name="parameter"><c>ToPod</c> or <c>FromPod</c>.</param>
    /// <param name="pods">The value.</param>
    public static string? FaultOf(InvocationInfo invocation, string parameter, object[] pods) =>
        CommandLineShape.Of(invocation) is { } shape && shape.Has("ToPod") && shape.Has("FromPod")
            ? "-ToPod cannot be combined with -FromPod. To copy from pod to pod, copy to this machine first."
        : pods.Select(p => PodPath().Match($"{p}")).FirstOrDefault(m => m.Success) is { } path
            ? $"'{path}' is kubectl syntax. Use -{parameter} {Pod(path)} {(parameter == "ToPod" ? "-Destination" : "-Path")} {Path(path)}"
                + $"{Namespace(path)}."
        : null;

    private static string Pod(Match match) => match.Groups["pod"].Value;

    private static string Path(Match match) => QuotedArgument.Of(match.Groups["path"].Value);

    private static string Namespace(Match match) => match.Groups["namespace"] is { Success: true, Value: var name } ? $" -Namespace {name}" : "";

    // A drive letter of Windows is not the name of a pod.
    [GeneratedRegex("^((?<namespace>[a-z0-9-]+)/)?(?<pod>[a-z0-9][a-z0-9.-]+):(?<path>.+)$")]
    private static partial Regex PodPath();

    // A splatted hashtable may contain it, too.
    [GeneratedRegex("-(T|F)|@", RegexOptions.IgnoreCase)]
    private static partial Regex PodParameter();
}
