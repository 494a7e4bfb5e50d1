using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>A `.jsonl` file of Fixtures/Streams: the upgrade request of a client to a real server, and the messages.</summary>
internal sealed record RecordedStreamFile(string Path, string? Protocols, string Status, string? Protocol, string Body, IReadOnlyList<RecordedFrame> Frames)
{
    private static readonly string s_folder = System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "Streams");

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(s_folder, "*.jsonl").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public static RecordedStreamFile Read(string name)
    {
        var lines = File.ReadAllLines(System.IO.Path.Combine(s_folder, name + ".jsonl")).Select(line => (JsonObject)JsonNode.Parse(line)!).ToList();
        var head = lines[1]["response"]!.AsArray().Select(line => line!.GetValue<string>()).ToList();
        return new RecordedStreamFile(
            lines[0]["request"]!.GetValue<string>()["GET ".Length..],
            lines[0]["protocols"]?.GetValue<string>(),
            head[0],
            head.Find(line => line.StartsWith("Sec-WebSocket-Protocol:", StringComparison.Ordinal))?["Sec-WebSocket-Protocol:".Length..].Trim(),
            lines.Find(line => line.ContainsKey("body"))?["body"]!.GetValue<string>() ?? "",
            Join(
                [.. lines.Where(line => line.ContainsKey("opcode")).Select(RecordedFrame.Read)],
                isForward: name.StartsWith("portforward", StringComparison.Ordinal)));
    }

    // Consecutive messages of one connection, after the first two bytes of its channel, are joined.
    private static List<RecordedFrame> Join(List<RecordedFrame> frames, bool isForward)
    {
        var joined = new List<RecordedFrame>();
        foreach (var frame in frames.Select(frame => frame with { IsOfConnection = isForward && frame is { IsFromServer: true, Channel: 0, Length: > 3 } }))
        {
            if (frame.IsOfConnection && joined[^1].IsOfConnection)
            {
                joined[^1] = joined[^1] with { Start = [.. joined[^1].Start, .. frame.Start[1..]], Length = joined[^1].Length + frame.Length - 1 };
            }
            else
            {
                joined.Add(frame);
            }
        }

        return joined;
    }
}
