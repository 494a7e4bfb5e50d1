using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>
/// What a node writes instead of the rest of a log that it cannot read: the status 200 was sent before. Unlike lines of a container, it has no timestamp and
/// no line feed. Pure.
/// </summary>
public static class LogFault
{
    /// <summary>The reason of the failure for a log of an earlier run.</summary>
    public const string Previous = nameof(Previous);

    private static readonly string[] s_beginnings =
    [
        "unable to retrieve container logs for ", "failed to try resolving symlinks in path \"", "failed to open log file \"",
        "failed to create fsnotify watcher: ",
    ];

    /// <summary>The failure; null if the rest is that of a container's line.</summary>
    /// <param name="rest">The bytes after the last line feed of a response.</param>
    /// <param name="target">The container.</param>
    /// <param name="isPrevious">Whether the log of the run before the current one was requested.</param>
    public static KubeApiException? Of(ReadOnlySpan<byte> rest, LogTarget target, bool isPrevious)
    {
        var text = rest.Length is > 0 and < 4096 ? Encoding.UTF8.GetString(rest) : "";
        return Array.Exists(s_beginnings, b => text.StartsWith(b, StringComparison.Ordinal))
            ? new KubeApiException(FailureKind.LogNotAvailable, new Status
            {
                Reason = isPrevious ? Previous : nameof(FailureKind.LogNotAvailable),
                Message = TerminalText.Clean($"The node cannot read the log of {(isPrevious ? "the previous run of " : "")}{target}: {text.TrimEnd('.')}."),
            })
            : null;
    }
}
