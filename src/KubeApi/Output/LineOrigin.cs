using System.Management.Automation;
using KubeApi.Client.Streaming;

namespace KubeApi.Output;

/// <summary>Creates the strings for the lines of a container's log or a command's output. Their note properties have the origin of the line.</summary>
internal sealed class LineOrigin
{
    private const string StreamName = "Stream";

    private static readonly LineNote s_stdout = new(StreamName, "stdout");
    private static readonly LineNote s_stderr = new(StreamName, "stderr");

    private readonly NoteRelease _release;
    private readonly LineNote[] _notes;

    /// <param name="release">Counts the lines of all containers.</param>
    /// <param name="session">The name of the session.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null if the server chose it.</param>
    public LineOrigin(NoteRelease release, string session, string @namespace, string pod, string? container)
    {
        _release = release;
        _notes = [new("Pod", pod), new("Container", container), new("Namespace", @namespace), new("Session", session)];
    }

    /// <summary>A line of a log.</summary>
    /// <param name="line">The line.</param>
    /// <param name="text">The string to return: the line, or the line after a prefix.</param>
    public PSObject OfLog(in LogLine line, string text)
    {
        var wrapped = new PSObject(text);
        wrapped.Properties.Add(new LineTime(line), preValidated: true);
        return AddTo(wrapped);
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
        _release.Count();
        foreach (var note in _notes)
        {
            line.Properties.Add(note, preValidated: true);
        }

        return line;
    }
}
