namespace KubeApi.Tests.Sandbox;

/// <summary>A file next to the transcripts that lists commands, as `transcript $ command`; the indented reason follows one or several of them.</summary>
internal sealed class KubectlCommandList
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    private KubectlCommandList(string name)
    {
        var waiting = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(KubectlTranscript.Folder, name)))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                waiting.ForEach(title => _reasons[title] += line.Trim());
                waiting.RemoveAll(title => _reasons[title].EndsWith('.'));
            }
            else if (line.Contains(" $ ", StringComparison.Ordinal))
            {
                Assert.True(_reasons.TryAdd(line, ""), $"{name} lists it twice: {line}");
                waiting.Add(line);
            }
        }
    }

    /// <summary>Commands that are played with different output.</summary>
    public static KubectlCommandList Differences { get; } = new("differences.txt");

    public static KubectlCommandList NotPlayed { get; } = new("not-played.txt");

    public IReadOnlyDictionary<string, string> Reasons => _reasons;

    public bool Has(string title) => _reasons.ContainsKey(title);
}
