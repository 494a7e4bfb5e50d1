using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Failures of copies.</summary>
internal static class CopyFailure
{
    /// <summary>Whether an exception is the failure of a local file.</summary>
    public static bool IsLocal(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>A local file cannot be read or written.</summary>
    /// <param name="path">The path to show.</param>
    /// <param name="e">The exception of the file system.</param>
    public static KubeApiException Local(string path, Exception e) =>
        new(FailureKind.FileNotCopied, TerminalText.Clean($"'{path}' cannot be copied: {FileFault.Describe(path, e)}"), e);

    /// <summary>An item is not copied.</summary>
    public static KubeApiException Refused(string path, string reason) =>
        new(FailureKind.ItemRefused, TerminalText.Clean($"'{path}' is not copied: {reason}."));

    /// <summary>A file would be overwritten.</summary>
    public static KubeApiException Exists(string path) => new(FailureKind.ItemExists, TerminalText.Clean($"'{path}' is not copied: {MergePlan.FileExists}."));

    /// <summary>An item of a folder conflicts with what exists there. Only a file can be overwritten.</summary>
    public static KubeApiException Conflict(string path, string reason) => reason == MergePlan.FileExists ? Exists(path) : Refused(path, reason);

    /// <summary>No item has that name.</summary>
    public static KubeApiException NotFound(string path, string where) =>
        new(FailureKind.ItemNotFound, TerminalText.Clean($"'{path}' does not exist in {where}."));

    /// <summary>A pattern matches nothing.</summary>
    public static KubeApiException NoMatch(string pattern, string where) =>
        new(FailureKind.ItemNotFound, TerminalText.Clean($"No file matches '{pattern}' in {where}."));

    /// <summary>The copy is not the same as the original.</summary>
    public static KubeApiException Differs(string path, string how) =>
        new(FailureKind.ItemDiffers, TerminalText.Clean($"'{path}' is not copied: {how}. It may have been modified in the meantime."));

    /// <summary>What a container sent as an archive is none.</summary>
    public static KubeApiException Damaged(string how, Exception? e = null) =>
        new(FailureKind.InvalidAnswer, $"The container sent a damaged archive: {how}. The copy is not complete, and was removed.", e);

    /// <summary>An archive ends before its end, perhaps between two files.</summary>
    public static KubeApiException Incomplete() =>
        new(FailureKind.InvalidAnswer, "The container sent only a part of the archive: its end is missing. The copy is not complete, and was removed.");

    /// <summary>A connection broke, and the copy cannot go on.</summary>
    public static KubeApiException Broken(string what, string why, KubeApiException cut) =>
        new(FailureKind.StreamBroken, TerminalText.Clean($"{what} was not copied: {cut.Message.TrimEnd('.')}. {why}"), cut);
}
