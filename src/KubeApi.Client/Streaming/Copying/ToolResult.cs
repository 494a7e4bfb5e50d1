using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>The result of a command in a container.</summary>
/// <param name="Command">The program.</param>
/// <param name="Result">The exit code and the status.</param>
/// <param name="Output">Its standard output, if that was kept.</param>
/// <param name="ErrorText">Its standard error.</param>
internal sealed record ToolResult(string Command, CommandResult Result, byte[] Output, string ErrorText)
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    // The last lines of standard error that an error repeats.
    private const int LinesInError = 5;

    public bool IsSuccess => Result.ExitCode == 0;

    /// <summary>Whether the container does not have the program.</summary>
    public bool IsMissing => Result.ExitCode is NotExecutable or NotFound
        || (Result.ExitCode is null && (Result.Status.Message.Contains("not found", StringComparison.OrdinalIgnoreCase)
            || Result.Status.Message.Contains("no such file", StringComparison.OrdinalIgnoreCase)));

    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Returns this result of a copy if the command succeeded.</summary>
    /// <param name="source">The source of the copy.</param>
    /// <param name="target">The destination of the copy.</param>
    /// <exception cref="KubeApiException">The command failed; the message has its errors.</exception>
    public ToolResult RequireCopy(string source, string target) => Require($"Cannot copy '{source}' to '{target}'");

    /// <summary>Returns this result if the command succeeded.</summary>
    /// <param name="what">The beginning of the error message: <c>Cannot create the folder '/srv'</c>.</param>
    /// <exception cref="KubeApiException">The command failed; the message has its errors.</exception>
    public ToolResult Require(string what) => IsSuccess || IsMissing || Result.ExitCode is null
        ? Require()
        : throw new KubeApiException(FailureKind.CommandFailed, TerminalText.Clean($"{what}: {LastErrors("exit code " + Result.ExitCode)}"));

    /// <summary>The same with the final names of the copies in its errors, instead of the temporary ones.</summary>
    public ToolResult Rename(IEnumerable<(string Part, string Path)> names) =>
        this with { ErrorText = names.Aggregate(ErrorText, (text, n) => text.Replace(n.Part, n.Path, StringComparison.Ordinal)) };

    private string LastErrors(string otherwise) =>
        string.Join('\n', ErrorText.Split('\n').Where(l => l.Length > 0).TakeLast(LinesInError)) is { Length: > 0 } lines ? lines : otherwise;

    /// <summary>Returns this result if the command succeeded.</summary>
    /// <exception cref="KubeApiException">The command failed.</exception>
    public ToolResult Require() => IsSuccess ? this : throw Failure();

    public KubeApiException Failure() => IsMissing
        ? new KubeApiException(FailureKind.ToolNotFound, $"The container has no {Command}.")
        : Result.ToFailure($"'{Command}'", [LastErrors("")]);
}
