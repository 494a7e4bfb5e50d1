using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>Makes the strings that are lines of a container's log or of a command's output. Their note properties say where they come from.</summary>
internal sealed class LineOrigin
{
    private const string StreamName = "Stream";

    private static readonly LineNote s_stdout = new(StreamName, "stdout");
    private static readonly LineNote s_stderr = new(StreamName, "stderr");

    private readonly LineNote[] _notes;

    /// <param name="session">The name of the session.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null where the server chose it.</param>
    public LineOrigin(string session, string @namespace, string pod, string? container) => _notes =
    [
        new("Pod", pod), new("Container", container), new("Namespace", @namespace), new("Session", session),
    ];

    /// <summary>A line of a log.</summary>
    /// <param name="text">The line.</param>
    /// <param name="time">When it was written; null where the server gives no time.</param>
    public PSObject OfLog(string text, DateTimeOffset? time)
    {
        var line = new PSObject(text);
        line.Properties.Add(new PSNoteProperty("Timestamp", time?.LocalDateTime), preValidated: true);
        return AddTo(line);
    }

    /// <summary>A line of a command's output.</summary>
    public PSObject OfOutput(object line, bool isError)
    {
        var wrapped = new PSObject(line);
        wrapped.Properties.Add(isError ? s_stderr : s_stdout, preValidated: true);
        return AddTo(wrapped);
    }

    private PSObject AddTo(PSObject line)
    {
        foreach (var note in _notes)
        {
            line.Properties.Add(note, preValidated: true);
        }

        return line;
    }
}
