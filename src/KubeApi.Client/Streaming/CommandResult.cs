using System.Globalization;
using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Streaming;

/// <summary>The result of a command.</summary>
/// <param name="ExitCode">The exit code; null if the command could not be started, or its outcome is unknown.</param>
/// <param name="Status">The server's status.</param>
public sealed record CommandResult(int? ExitCode, Status Status)
{
    /// <summary>The failure of a command whose exit code is not 0, or that could not be started.</summary>
    /// <param name="what">The command and its container: <c>'ls' in web-1/app</c>.</param>
    /// <param name="lastErrors">The last lines of its standard error.</param>
    public KubeApiException ToFailure(string what, IEnumerable<string> lastErrors)
    {
        var message = ExitCode is { } code ? $"{what} ended with exit code {code}." : $"{what} failed: {Status.Message}";
        return new KubeApiException(
            FailureKind.CommandFailed, Status with { Message = string.Join('\n', [message, .. lastErrors.Select(TerminalText.Clean)]) });
    }

    /// <summary>Reads the status that ends an exec; null if the bytes are not one.</summary>
    internal static CommandResult? TryParse(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            // The parser would throw, for each piece of output before the status.
            return null;
        }

        try
        {
            var root = JsonNodes.ParseElement(json.Span);
            return root.Text("status") switch
            {
                "Success" => new CommandResult(0, Status.Read(root)),
                "Failure" => new CommandResult(ExitCodeOf(Status.Read(root)), Status.Read(root)),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A failure with the exit code 0 would contradict itself, and must not pass as success.
    private static int? ExitCodeOf(Status status) =>
        status.Reason == "NonZeroExitCode"
        && int.TryParse(status.Causes.FirstOrDefault(c => c.Reason == "ExitCode")?.Message, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        && code != 0
            ? code : null;
}
