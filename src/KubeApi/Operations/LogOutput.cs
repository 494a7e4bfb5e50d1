using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Writes the lines of logs: strings with the note properties Timestamp, Pod, Container, Namespace and Session.</summary>
/// <param name="host">The command.</param>
/// <param name="hasPrefix">Whether each line begins with its pod and container.</param>
/// <param name="hasSeveralSessions">Whether the prefix begins with the session.</param>
internal sealed class LogOutput(IPipelineHost host, bool hasPrefix, bool hasSeveralSessions)
{
    // Bright colors that can be read on dark and on light.
    private static readonly string[] s_colors = ["36", "33", "32", "35", "34", "31", "96", "93", "92", "95", "94", "91"];

    private readonly NoteRelease _release = new();
    private readonly Dictionary<LogTarget, (LineOrigin Origin, string Prefix)> _known = [];
    private readonly bool _isColored = hasPrefix && ConsoleAccess.ShowsColors(host);

    /// <summary>Writes lines.</summary>
    public void Write(in LogBatch batch)
    {
        var target = batch.Target!;
        if (!_known.TryGetValue(target, out var known))
        {
            _known.Add(target, known = (OriginOf(target), hasPrefix ? PrefixOf(target) : ""));
        }

        foreach (var line in batch.Lines)
        {
            host.WriteObject(known.Origin.OfLog(line, known.Prefix + line.Text));
        }
    }

    private LineOrigin OriginOf(LogTarget target) => new(_release, ((KubeApiSession)target.Owner).Name, target.Namespace, target.Pod, target.Container);

    private string PrefixOf(LogTarget target)
    {
        var name = TerminalText.Clean(hasSeveralSessions ? $"{((KubeApiSession)target.Owner).Name}/{target}" : target.ToString());
        return _isColored ? $"\e[{s_colors[_known.Count % s_colors.Length]}m{name}: \e[0m" : $"{name}: ";
    }
}
